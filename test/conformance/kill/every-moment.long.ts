import { killSuite } from './suite.ts';

for (const engine of ['sqlite', 'postgresql', 'mariadb'] as const) killSuite(engine, 'all');
