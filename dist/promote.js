import { start } from './sluice/index.js';

await start('promote');
