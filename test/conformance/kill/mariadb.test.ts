import { killSuite } from './suite.ts';

killSuite('mariadb', 'after');
