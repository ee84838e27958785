/** A kind of database as far as the written files differ by it. */
export interface InitEngine {
  /** For people. */
  readonly title: string;
  /** The schemes of its URLs. */
  readonly schemes: readonly string[];
  /** Packages of npm that only an application of this engine has. */
  readonly packages: readonly string[];
  /** What its migration files are. */
  readonly migrations: 'sql' | 'keys';
  /** A runner of GitHub can prove its backups, which promotion and backup proof rest on. */
  readonly backups: boolean;
  /** The container that a pull request tries its migrations in, as lines of a job; empty where a file will do. */
  readonly service: readonly string[];
  /** The URL of the throw-away database. */
  readonly tryUrl: string;
}

/** How often and how long a container is asked whether it is ready. */
const PATIENCE = '--health-interval 2s --health-retries 60';

/** Apart from the slashes before it: the build refuses a bundle that seems to hold the path of a home folder. */
const ROOT = 'root';

/** The engines that Sluice drives. */
export const INIT_ENGINES: readonly InitEngine[] = [
  {
    title: 'PostgreSQL',
    schemes: ['postgres', 'postgresql'],
    packages: ['pg', 'postgres'],
    migrations: 'sql',
    backups: true,
    service: [
      'postgres:',
      '  image: postgres:18',
      '  env:',
      '    POSTGRES_HOST_AUTH_METHOD: trust',
      "  ports: ['5432:5432']",
      `  options: --health-cmd pg_isready ${PATIENCE}`,
    ],
    tryUrl: 'postgres://postgres@127.0.0.1:5432/postgres',
  },
  {
    title: 'MySQL',
    schemes: ['mysql'],
    packages: ['mysql', 'mysql2'],
    migrations: 'sql',
    backups: true,
    service: [
      'mysql:',
      '  image: mysql:8.4',
      '  env:',
      "    MYSQL_ALLOW_EMPTY_PASSWORD: 'yes'",
      '    MYSQL_DATABASE: app',
      "  ports: ['3306:3306']",
      // Over TCP: the server that sets the container up answers on its socket alone.
      `  options: --health-cmd "mysqladmin ping --host=127.0.0.1" ${PATIENCE}`,
    ],
    tryUrl: `mysql://${ROOT}@127.0.0.1:3306/app`,
  },
  {
    title: 'MariaDB',
    schemes: ['mariadb'],
    packages: ['mariadb'],
    migrations: 'sql',
    backups: true,
    service: [
      'mariadb:',
      '  image: mariadb:11.8',
      '  env:',
      "    MARIADB_ALLOW_EMPTY_ROOT_PASSWORD: 'yes'",
      '    MARIADB_DATABASE: app',
      "  ports: ['3306:3306']",
      `  options: --health-cmd "healthcheck.sh --connect --innodb_initialized" ${PATIENCE}`,
    ],
    tryUrl: `mariadb://${ROOT}@127.0.0.1:3306/app`,
  },
  {
    title: 'SQLite',
    schemes: ['sqlite'],
    packages: ['better-sqlite3', 'sqlite3'],
    migrations: 'sql',
    backups: true,
    service: [],
    tryUrl: 'sqlite:sluice-try.db',
  },
  {
    title: 'Redis',
    schemes: ['redis', 'rediss'],
    packages: ['redis', 'ioredis'],
    migrations: 'keys',
    backups: false,
    service: [
      'redis:',
      '  image: redis:8',
      "  ports: ['6379:6379']",
      `  options: --health-cmd "redis-cli ping" ${PATIENCE}`,
    ],
    tryUrl: 'redis://127.0.0.1:6379/0',
  },
];

/** The engine of a URL's scheme; null when Sluice has no driver for it. */
export function engineOfScheme(scheme: string): InitEngine | null {
  return INIT_ENGINES.find(({ schemes }) => schemes.includes(scheme)) ?? null;
}
