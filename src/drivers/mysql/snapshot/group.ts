import type { DatabaseUrl, Driver, OpenOptions, StoreNames } from '../../../driver.ts';
import type { SqlSession } from '../../sql/session.ts';
import type { ServerName } from '../connection-error.ts';
import type { Looker } from '../looker.ts';
import type { ServerInfo } from '../server-info.ts';
import type { Sessions } from '../sessions.ts';
import type { VerifyParts } from '../verify.ts';

/** What backups are made and restored with. */
export interface SnapshotParts {
  readonly url: DatabaseUrl;
  readonly options: OpenOptions;
  readonly info: ServerInfo;
  readonly server: ServerName;
  readonly names: StoreNames;
  readonly sessions: Sessions;
  readonly looker: Looker;
  readonly stores: SqlSession;
  readonly inspect: Driver['inspect'];
  readonly verifyParts: VerifyParts;
  /** Opens a scratch database of this one; it may be on another server. */
  openScratch(url: DatabaseUrl, eventsHeldBack: ReadonlySet<string>): Promise<Driver>;
}
