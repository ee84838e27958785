import type { Clock } from '../../../clock.ts';
import type { DatabaseUrl, Driver } from '../../../driver.ts';
import type { Target } from '../connect.ts';
import type { OwnTables } from '../inspect.ts';
import type { Readers } from '../readers.ts';
import type { Session } from '../session.ts';

/** What backups and restores work with. */
export interface SnapshotParts {
  readonly target: Target;
  readonly tls: DatabaseUrl['tls'];
  readonly readers: Readers;
  /** The session that looks at others; also administers databases. */
  readonly look: Session;
  readonly own: OwnTables;
  readonly runId: string;
  readonly clock: Clock;
  readonly temporaryDirectory: string;
  readonly serverMajor: number;
  /** Opens a driver on another database, with Sluice's tables under the same names. */
  readonly openOn: (target: Target, tls: DatabaseUrl['tls'], signal: AbortSignal) => Promise<Driver>;
  /** Names of the scratch databases that this driver has made and not dropped yet. */
  readonly scratches: Set<string>;
}
