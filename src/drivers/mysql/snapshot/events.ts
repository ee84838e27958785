import type { Transform } from 'node:stream';
import { changeLines } from './lines.ts';

/**
 * How the dump programs write an event: its schedule, then `ON COMPLETION … PRESERVE ENABLE`, in one line
 * that begins so.
 */
const EVENT =
  /^(\/\*!50106 CREATE\*\/ .*?EVENT `((?:[^`]|``)+)` ON SCHEDULE .*? ON COMPLETION (?:NOT )?PRESERVE )ENABLE\b/;

/** One line with an event switched off; null when there is none to switch. */
export function eventOff(line: string): { readonly line: string; readonly name: string } | null {
  const match = EVENT.exec(line);
  if (match === null) return null;
  const [whole, before = '', name = ''] = match;
  return { line: `${before}DISABLE${line.slice(whole.length)}`, name: name.replaceAll('``', '`') };
}

/**
 * What dump programs write around a program that was made when the database gave another collation to text: they name the
 * database that they read, which is not the one to change.
 */
const ALTER = /^ALTER DATABASE `(?:[^`]|``)+` (CHARACTER SET \w+ COLLATE \w+ ;;?)$/;

/**
 * Passes a dump of programs on for another database: with its events switched off, because the server would run them in
 * the copy too, and they would change what is being compared, or other databases.
 */
export function withoutRunningEvents(onEvent: (name: string) => void): Transform {
  return changeLines((line) => {
    const off = eventOff(line);
    if (off === null) return line.replace(ALTER, 'ALTER DATABASE $1');
    onEvent(Buffer.from(off.name, 'latin1').toString('utf8'));
    return off.line;
  });
}

/** How the server shows an event that is off. */
const SHOWN = /^(CREATE .*? ON COMPLETION (?:NOT )?PRESERVE )DISABLE\b/s;

/** The statement of an event that {@link withoutRunningEvents} had switched off, switched on. */
export function eventOn(statement: string): string {
  return statement.replace(SHOWN, '$1ENABLE');
}
