import type { SqlRow } from '../sql/session.ts';

/** What is read once, when the database is opened. */
export interface ServerInfo {
  readonly mariadb: boolean;
  /** `10.11.6` or `8.0.36`, without what packagers append. */
  readonly version: string;
  /** The database's name as the server writes it. */
  readonly database: string;
  readonly maxAllowedPacket: number;
  readonly currentUser: string;
}

/** Whose server it is, by its version and the comment of its build. */
export function isMariadb(version: string, comment: string): boolean {
  return /mariadb/i.test(version) || /mariadb/i.test(comment);
}

/** The version's numbers, without the `5.5.5-` that MariaDB puts before them for old replicas. */
export function plainVersion(version: string): string {
  return /^(?:5\.5\.5-)?(\d+\.\d+\.\d+)/.exec(version)?.[1] ?? version;
}

/** Reads it. */
export async function readServerInfo(query: (sql: string) => Promise<readonly SqlRow[]>): Promise<ServerInfo> {
  const [row = {}] = await query(
    'select version() as version, @@version_comment as comment, database() as name,' +
      ' @@max_allowed_packet as packet, current_user() as account',
  );
  const version = String(row['version']);
  return {
    mariadb: isMariadb(version, String(row['comment'])),
    version: plainVersion(version),
    database: String(row['name']),
    maxAllowedPacket: Number(row['packet']),
    currentUser: String(row['account']),
  };
}
