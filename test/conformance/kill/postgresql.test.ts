import { killSuite } from './suite.ts';

killSuite('postgresql', 'after');
