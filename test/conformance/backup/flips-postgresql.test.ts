import { flipSuite } from './flip-suite.ts';

flipSuite('postgresql');
