import Database from 'better-sqlite3';
import type { Driver, Schema } from '../../../src/driver.ts';
import { type Baseline, presentTables, type ValidationContext } from '../../../src/checks/validation/context.ts';
import type { ValidateSettings } from '../../../src/checks/validation/settings.ts';
import { fingerprint } from '../../../src/plan/fingerprint.ts';
import { digestTables } from '../../../src/stages/rollback-point.ts';
import { LIMITS } from '../../journal/fixtures.ts';
import { createDatabase, type TestDatabase } from '../../support/databases.ts';
import { openDriver } from '../../support/state.ts';

export const SETTINGS: ValidateSettings = {
  rowCounts: true,
  checksums: true,
  foreignKeys: true,
  rules: [],
  performance: null,
};

/** A SQLite database with data, and its state at the beginning as the baseline. */
export interface ValidationFixture {
  readonly database: TestDatabase;
  readonly driver: Driver;
  readonly baseline: Baseline;
  /** Runs SQL past Sluice, without a look at foreign keys. */
  execute(sql: string): void;
  /** Puts the data back as it was at the beginning. */
  reset(): void;
  /** What checks are given now. */
  context(changes?: Partial<ValidationContext>): Promise<ValidationContext>;
  close(): Promise<void>;
}

const DATA = `
  drop table if exists leads;
  drop table if exists orders;
  drop table if exists more;
  create table leads (id integer primary key, email text);
  insert into leads values (1, 'a'), (2, 'b');
  create table orders (id integer primary key, lead integer references leads (id));
  insert into orders values (1, 1);
`;

export async function openValidation(): Promise<ValidationFixture> {
  const database = await createDatabase('sqlite');
  const execute = (sql: string): void => {
    const connection = new Database(database.name);
    connection.pragma('foreign_keys = off');
    connection.exec(sql);
    connection.close();
  };
  execute(DATA);
  const driver = await openDriver(database.url);
  const inspect = (): Promise<Schema> => driver.inspect(LIMITS.signal);
  const schema = await inspect();
  const baseline: Baseline = {
    name: 'the state before',
    tables: await digestTables(driver, schema, LIMITS.signal),
    objects: fingerprint(schema).objects,
    performance: {},
  };
  return {
    database,
    driver,
    baseline,
    execute,
    reset: () => execute(DATA),
    async context(changes = {}) {
      const settings = changes.settings ?? SETTINGS;
      const now = await inspect();
      return {
        driver,
        limits: LIMITS,
        settings,
        schema: now,
        baseline,
        touched: new Set(),
        present: presentTables(driver, now, settings.checksums, LIMITS.signal),
        ...changes,
      };
    },
    async close() {
      await driver.close();
      await database.drop();
    },
  };
}
