import { running } from './running.ts';

/** After the last test. */
export default async function globalTeardown(): Promise<void> {
  await running.servers?.stop();
}
