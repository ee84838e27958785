import type { DumpSink } from '../../../driver.ts';
import { quoteAccount } from '../facts/grants.ts';
import { clientTools, versionParts } from '../facts/tools.ts';
import { runToTarget } from './client-process.ts';
import type { SnapshotParts } from './group.ts';
import { sameServer } from './load-target.ts';
import { optionFileText, withOptionFile } from './option-file.ts';
import { type Part, presentTables } from './parts.ts';
import { usable } from './tools.ts';

/** What one run of the dump program is to do beside what all of them do. */
export interface DumpRun {
  readonly args: readonly string[];
  /** Names of tables and views that are left out. */
  readonly ignored?: readonly string[];
  /** Only these; default: all that is not ignored. */
  readonly objects?: readonly string[];
  readonly options?: Parameters<typeof runToTarget>[2];
  /** Ends it instead of the signal of the dump. */
  readonly signal?: AbortSignal;
}

/** The server's dump program, logged in. */
export interface DumpProgram {
  readonly program: string;
  readonly version: string;
  /** Runs it into one part. */
  run(part: Part, how: DumpRun): Promise<void>;
}

/** Calls `work` with the dump program; the file that logs it in goes afterwards. */
export async function withDumpProgram<T>(
  parts: SnapshotParts,
  sink: DumpSink,
  signal: AbortSignal,
  work: (program: DumpProgram) => Promise<T>,
): Promise<T> {
  const { info, options: opened, names } = parts;
  const { database, mariadb } = info;
  const tool = usable((await clientTools({ mariadb, version: versionParts(info.version) }, signal)).dump);
  const { tlsUsed } = await sameServer(parts, database);
  return withOptionFile(optionFileText(parts.url, mariadb, tlsUsed), opened, (optionFile) =>
    work({
      ...tool,
      async run(part, { args, ignored = [], objects = [], options = {}, signal: own = signal }) {
        const all = [
          `--defaults-file=${optionFile}`,
          ...[
            '--default-character-set=utf8mb4',
            '--skip-dump-date',
            '--no-tablespaces',
            '--hex-blob',
            '--tz-utc',
            '--quick',
          ],
          ...(mariadb ? [] : ['--set-gtid-purged=OFF', '--column-statistics=0']),
          ...args,
          ...[...presentTables(names), ...ignored].map((name) => `--ignore-table=${database}.${name}`),
          '--',
          database,
          ...objects,
        ];
        const program = {
          ...tool,
          account: quoteAccount(info.currentUser),
          args: all,
          signal: own,
          clock: opened.clock,
        };
        await runToTarget(program, sink.open(part), options);
      },
    }),
  );
}
