import type { DatabaseUrl, Driver, OpenOptions } from '../../../driver.ts';
import { SluiceError } from '../../../errors.ts';
import type { Connector } from '../connect.ts';
import type { ServerInfo } from '../info.ts';
import type { OpenLink, RedisLink } from '../link.ts';
import type { OwnKeys } from '../own-keys.ts';
import type { KeyScripts } from '../read-keys.ts';
import type { ServerName } from '../server-name.ts';

/** The only part of a backup: an RDB file. */
export const DUMP_PART = 'dump.rdb';

/** What backups are made and restored with. */
export interface SnapshotParts {
  readonly options: OpenOptions;
  readonly server: ServerName;
  readonly info: ServerInfo;
  readonly keys: OwnKeys;
  readonly scripts: KeyScripts;
  /** The shared link for reading. */
  readonly reader: RedisLink;
  readonly connect: Connector;
  /** A link of one's own for reading a database number; the caller closes it. */
  openReader(database: number): OpenLink;
  /** A link of one's own that changes the database of the URL; the caller closes it. `once`: see `Links.open`. */
  openWork(once?: boolean): OpenLink;
  /** Opens a scratch server, of which every expiry lies so much later than in the backup. */
  openScratch(url: DatabaseUrl, expiryShiftMs: number, signal: AbortSignal): Promise<Driver>;
}

/** @throws SluiceError `BACKUP_001` when the backup is of another kind */
export function requireDump(source: { readonly parts: readonly string[] }): void {
  if (source.parts.includes(DUMP_PART)) return;
  throw new SluiceError('BACKUP_001', `The backup has no part ${DUMP_PART}: it is not one of Redis.`);
}
