import type { DatabaseUrl } from '../../../driver.ts';
import type { SqlRow } from '../../sql/session.ts';
import { quoteAccount } from '../facts/grants.ts';
import { column } from '../inspect/reader.ts';
import type { ServerInfo } from '../server-info.ts';
import type { SnapshotParts } from './group.ts';

/** Where parts of a dump are loaded. */
export interface LoadTarget {
  readonly url: DatabaseUrl;
  readonly database: string;
  readonly mariadb: boolean;
  readonly version: string;
  /** Who logs in, as GRANT names it. */
  readonly account: string;
  readonly tlsUsed: boolean;
  /** Assignments for the client's session: `lock_wait_timeout = 5`. */
  readonly settings: readonly string[];
  /** An assignment that marks the client's session as one of Sluice's. */
  readonly marker?: string;
}

/** Where the client programs log in, as a session that is there already has done. */
export async function loadTarget(
  url: DatabaseUrl,
  info: ServerInfo,
  query: (sql: string) => Promise<readonly SqlRow[]>,
): Promise<LoadTarget> {
  const [status = {}] = await query("show session status like 'Ssl_version'");
  return {
    url,
    database: info.database,
    mariadb: info.mariadb,
    version: info.version,
    account: quoteAccount(info.currentUser),
    tlsUsed: (column(status, 'Value') ?? '') !== '',
    settings: [],
  };
}

/** Where the client programs log in for another database of the live one's server. */
export async function sameServer({ url, info, looker }: SnapshotParts, database: string): Promise<LoadTarget> {
  return { ...(await loadTarget(url, info, (sql) => looker.query(sql))), database };
}
