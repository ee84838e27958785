import type { DatabaseUrl, Driver, OpenDriver, OpenOptions } from '../driver.ts';
import { SluiceError } from '../errors.ts';

/** Which module drives which kind of URL; loaded only when it is needed, with its client library. */
const DRIVERS: Readonly<Partial<Record<DatabaseUrl['scheme'], () => Promise<{ readonly open: OpenDriver }>>>> = {
  sqlite: () => import('./sqlite/driver.ts'),
  postgresql: () => import('./postgresql/driver.ts'),
  mysql: () => import('./mysql/driver.ts'),
  mariadb: () => import('./mysql/driver.ts'),
  redis: () => import('./redis/driver.ts'),
  rediss: () => import('./redis/driver.ts'),
};

/**
 * Opens the database that a URL names.
 *
 * @throws SluiceError `CONF_001` for a scheme that no driver handles; else what {@link OpenDriver} throws
 */
export async function openDatabase(url: DatabaseUrl, options: OpenOptions): Promise<Driver> {
  const load = DRIVERS[url.scheme];
  if (load === undefined) {
    throw new SluiceError('CONF_001', `There is no driver for ${url.scheme}: URLs.`, {
      fix: `Use one of: ${Object.keys(DRIVERS).join(', ')}.`,
    });
  }
  const { open } = await load();
  return open(url, options);
}
