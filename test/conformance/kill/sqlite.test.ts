import { killSuite } from './suite.ts';

killSuite('sqlite', 'after');
