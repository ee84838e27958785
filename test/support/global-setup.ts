import { startSharedServers } from './shared-servers.ts';
import { running } from './running.ts';

/** Before the first test: servers, unless `npm run -s test:servers` in another terminal already lends its own. */
export default async function globalSetup(): Promise<void> {
  if (process.env['SLUICE_TEST_POSTGRESQL_URL'] !== undefined) return;
  const servers = await startSharedServers();
  running.servers = servers;
  Object.assign(process.env, servers.environment);
}
