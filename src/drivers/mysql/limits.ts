import type { Limits } from '../../driver.ts';

/** The server's time limit lies above the one that this side keeps; it counts when this side has died. */
const SERVER_EXTRA_MS = 5_000;

/**
 * The statement that gives a session its limits. Lock waits come in whole seconds: cut down, because
 * those who queue behind a waiting ALTER must not wait longer than was allowed, but at least one.
 */
export function limitStatements(limits: Limits, mariadb: boolean): string {
  const seconds = Math.max(1, Math.floor(limits.lockTimeoutMs / 1000));
  const { statementTimeoutMs } = limits;
  const longest = statementTimeoutMs === 0 ? 0 : (statementTimeoutMs + SERVER_EXTRA_MS) / 1000;
  // MySQL's max_execution_time bounds SELECT alone; there KILL QUERY is the only limit.
  const statementLimit = mariadb ? `, session max_statement_time = ${longest}` : '';
  return `set session lock_wait_timeout = ${seconds}, session innodb_lock_wait_timeout = ${seconds}${statementLimit}`;
}
