import type { Readable } from 'node:stream';
import type { DumpSource } from '../../../driver.ts';
import { type ErrorCode, SluiceError } from '../../../errors.ts';
import { clientTools, versionParts } from '../facts/tools.ts';
import { runFromSource } from './client-process.ts';
import { withoutRunningEvents } from './events.ts';
import type { SnapshotParts } from './group.ts';
import type { LoadTarget } from './load-target.ts';
import { optionFileText, withOptionFile } from './option-file.ts';
import { type Part, PARTS } from './parts.ts';
import { usable } from './tools.ts';

/** A part of a dump that can be read. */
export interface LoadablePart {
  readonly name: string;
  open(): Readable;
}

/** Those of a source's parts that are wanted, in the order of loading. */
export function partsOf(source: DumpSource, wanted: readonly Part[] = PARTS): readonly LoadablePart[] {
  return PARTS.filter((part) => wanted.includes(part) && source.parts.includes(part)).map((name) => ({
    name,
    open: () => source.open(name),
  }));
}

/** Turns a part's events off and notes their names, so that they do not act on a scratch database. */
export function withEventsOff(part: LoadablePart, names: Set<string>): LoadablePart {
  if (part.name !== 'programs.sql') return part;
  return {
    name: part.name,
    open() {
      const source = part.open();
      const changed = withoutRunningEvents((name) => names.add(name));
      source.once('error', (error) => changed.destroy(error));
      changed.once('close', () => source.destroy());
      return source.pipe(changed);
    },
  };
}

/** A failure to load, told with what it means for the database; errors that are none of the server's stay as they are. */
export function notLoaded(error: unknown, where: string, outcome: string, otherwise: ErrorCode): unknown {
  if (!(error instanceof SluiceError) || error.details['program'] === undefined) return error;
  const fix = error.code === 'BACKUP_001' ? 'Remove the cause named above, then run the command again.' : error.fix;
  return new SluiceError(
    error.code === 'BACKUP_001' ? otherwise : error.code,
    `The backup could not be restored ${where}: ${error.message}${outcome}`,
    { cause: error.cause, fix, details: error.details },
  );
}

/** Loads parts of a dump with the client program, one after the other. */
export async function load(
  { options }: Pick<SnapshotParts, 'options'>,
  target: LoadTarget,
  parts: readonly LoadablePart[],
  signal: AbortSignal,
): Promise<void> {
  const { client } = await clientTools({ mariadb: target.mariadb, version: versionParts(target.version) }, signal);
  const tool = usable(client);
  const unlimited = target.mariadb ? ['max_statement_time = 0'] : [];
  const settings = ['wait_timeout = 28800', ...unlimited, ...target.settings].map((setting) => `session ${setting}`);
  const initial = `set ${[...settings, ...(target.marker === undefined ? [] : [target.marker])].join(', ')}`;
  const text = optionFileText(target.url, target.mariadb, target.tlsUsed);
  await withOptionFile(text, options, async (optionFile) => {
    for (const part of parts) {
      const args = [
        `--defaults-file=${optionFile}`,
        // Without `--comments` the client takes comments out of the bodies of routines.
        ...['--default-character-set=utf8mb4', '--batch', '--binary-mode', '--comments', '--skip-reconnect'],
        // Statements of a dump are made of rows.
        ...(target.mariadb ? ['--loose-skip-print-query-on-error'] : []),
        `--init-command=${initial}`,
        // Not `-D name`: the name may begin with anything.
        `--database=${target.database}`,
      ];
      await runFromSource({ ...tool, account: target.account, args, signal, clock: options.clock }, part.open());
    }
  });
}
