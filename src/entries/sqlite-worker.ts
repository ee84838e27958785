import { startWorker } from '../drivers/sqlite/worker.ts';

startWorker();
