import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { startMariadb, startPostgres } from './servers.ts';
import { createAuthority } from './servers/certificates.ts';
import { compileCache, runProcess } from './process.ts';
import { guard } from './servers/guarded.ts';
import { createTestRoot } from './test-root.ts';

/** The servers that all tests of a run share. */
export interface SharedServers {
  /** What tests find in `process.env`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends the servers and removes every folder of the run. */
  stop(): Promise<void>;
}

/** Starts PostgreSQL in both versions and MariaDB at once, with one certificate authority, below one guarded folder. */
export async function startSharedServers(): Promise<SharedServers> {
  const root = await createTestRoot();
  const folder = guard({ directory: root, server: null });
  process.env['SLUICE_TEST_ROOT'] = root;
  const authority = await createAuthority(root);
  await chmod(join(authority.certificate, '..'), 0o755);
  process.env['SLUICE_TEST_CA_CERT'] = authority.certificate;

  // The workers of SQLite are killed when they have done their work, before they would write to the compile cache.
  const worker = runProcess(['node', 'src/entries/sqlite-worker.ts', String(process.pid), '{}']);
  const started = await Promise.allSettled([startPostgres(), startPostgres({ version: '18' }), startMariadb()]);
  const stop = async (): Promise<void> => {
    await Promise.all(started.map(async (one) => (one.status === 'fulfilled' ? one.value.stop() : undefined)));
    await folder.stop();
  };
  await worker;
  const [postgresql, postgresql18, mariadb] = started;
  if (postgresql.status === 'rejected' || postgresql18.status === 'rejected' || mariadb.status === 'rejected') {
    await stop();
    throw new AggregateError(
      started.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : [])),
      started.map((one) => (one.status === 'rejected' ? String(one.reason) : '')).join('\n'),
    );
  }
  return {
    environment: {
      SLUICE_TEST_ROOT: root,
      // Tests that open SQLite in their own process start its workers, too.
      NODE_COMPILE_CACHE: compileCache(),
      SLUICE_TEST_CA_CERT: authority.certificate,
      SLUICE_TEST_POSTGRESQL_URL: postgresql.value.url(),
      SLUICE_TEST_POSTGRESQL18_URL: postgresql18.value.url(),
      SLUICE_TEST_MARIADB_URL: mariadb.value.url(),
    },
    stop,
  };
}
