import type { Limits } from '../../driver.ts';
import type { Link } from './link.ts';
import type { Row } from './values.ts';

/** What is known of a session that is about to run statements. */
export interface Prepared {
  /** Its backend's process id; asked each time, because a pooler may give another backend to each transaction. */
  readonly pid: number;
  /** What the server calls a warning; it translates the word. */
  readonly warningLabel: string;
}

const FACTS = "select pg_catalog.pg_backend_pid() as pid, pg_catalog.current_setting('lc_messages') as language";

/** Settings of a unit of work, each with `set local` in a transaction, else with `set`. */
function limitSettings({ lockTimeoutMs, statementTimeoutMs }: Limits): readonly string[] {
  return [
    `lock_timeout = ${String(Math.max(1, Math.round(lockTimeoutMs)))}`,
    `statement_timeout = ${String(Math.round(statementTimeoutMs))}`,
    'idle_in_transaction_session_timeout = 0',
    'standard_conforming_strings = on',
    'client_min_messages = warning',
  ];
}

/** Opens a transaction with its limits, in one round trip. Everything is local to it, so that it also holds behind a pooler. */
export async function begin(link: Link, limits: Limits): Promise<Prepared> {
  const local = limitSettings(limits).map((setting) => `set local ${setting}`);
  const results = await link.simple(['begin isolation level read committed', ...local, FACTS].join('; '));
  return prepared(link, results.at(-1)?.rows[0] ?? {}, 'begin');
}

/** Sets the limits of a statement that runs by itself. */
export async function prepare(link: Link, limits: Limits): Promise<Prepared> {
  const results = await link.simple([...limitSettings(limits).map((setting) => `set ${setting}`), FACTS].join('; '));
  return prepared(link, results.at(-1)?.rows[0] ?? {}, 'commit');
}

/** Each connection learns the word once. */
const labels = new WeakMap<Link, string>();

/**
 * @param harmless - a command that does nothing here but make the server warn
 */
async function prepared(link: Link, row: Row, harmless: 'begin' | 'commit'): Promise<Prepared> {
  const pid = Number(row['pid']);
  const language = String(row['language']);
  if (/^(?:c|posix)$/i.test(language)) return { pid, warningLabel: 'WARNING' };
  const known = labels.get(link) ?? (await learnLabel(link, harmless));
  labels.set(link, known);
  return { pid, warningLabel: known };
}

async function learnLabel(link: Link, harmless: 'begin' | 'commit'): Promise<string> {
  let label = 'WARNING';
  await link.converse({ kind: 'simple', text: harmless, keepRows: false }, 0, ({ severity }) => {
    label = severity;
  });
  return label;
}
