import type { Limits } from '../../driver.ts';
import type { Step } from './conversation.ts';
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

/** The statements that open a transaction with its limits; the last one answers what {@link preparedBy} takes. Everything is local to it, so that it also holds behind a pooler. */
export function beginSteps(limits: Limits): readonly Step[] {
  const local = limitSettings(limits).map((setting) => {
    const [name = '', value = ''] = setting.split(' = ');
    return `pg_catalog.set_config('${name}', '${value}', true)`;
  });
  return [{ text: 'begin isolation level read committed', rowless: true }, { text: `${FACTS}, ${local.join(', ')}` }];
}

/** Opens a transaction, in one round trip. */
export async function begin(link: Link, limits: Limits): Promise<Prepared> {
  const results = await link.steps(beginSteps(limits));
  return prepared(link, results.at(-1)?.rows[0] ?? {}, 'begin');
}

/** What the answer to {@link beginSteps} says on a connection that has begun a transaction before. */
export function preparedBy(link: Link, row: Row): Prepared {
  return { pid: Number(row['pid']), warningLabel: isEnglish(row) ? 'WARNING' : (labels.get(link) ?? 'WARNING') };
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
  if (!isEnglish(row) && !labels.has(link)) labels.set(link, await learnLabel(link, harmless));
  return preparedBy(link, row);
}

function isEnglish(row: Row): boolean {
  return /^(?:c|posix)$/i.test(String(row['language']));
}

async function learnLabel(link: Link, harmless: 'begin' | 'commit'): Promise<string> {
  let label = 'WARNING';
  await link.converse({ kind: 'simple', text: harmless, keepRows: false }, 0, ({ severity }) => {
    label = severity;
  });
  return label;
}
