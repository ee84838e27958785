import { SluiceError } from '../../../errors.ts';
import type { DumpSource, TableRef } from '../../../driver.ts';
import type { UsableTool } from '../client-tools.ts';
import { startChild } from './child.ts';
import { programMessage } from './messages.ts';

/** The only part of a dump. */
export const PART = 'database.dump';

/** A table of contents may hold so many characters; 100,000 objects need about ten million. */
const MOST_CHARACTERS = 64 * 1024 * 1024;

/** What a dump holds, in the lines of `pg_restore --list`. */
export class Contents {
  readonly #lines: readonly string[];

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  /** Whether an entry is there: `EXTENSION -`, `TABLE DATA public`, … with a name. The owner follows the name. */
  has(kind: string, name: string): boolean {
    return this.#lines.some((line) => isEntry(line, kind, name));
  }

  /** Whether there are contents of large objects. */
  get hasLargeObjects(): boolean {
    return this.#lines.some((line) => LARGE_OBJECTS.test(line));
  }

  /** Names of entries of a kind whose names hold no space. */
  names(kind: string): readonly string[] {
    const pattern = new RegExp(`^\\d+; \\d+ \\d+ ${kind} (\\S+)`);
    return this.#lines.flatMap((line) => pattern.exec(line)?.[1] ?? []);
  }

  /** The list for `pg_restore --use-list` without some entries, and without the contents of large objects. */
  listWithout(excluded: readonly { readonly kind: string; readonly name: string }[]): string {
    const kept = this.#lines.filter(
      (line) => !LARGE_OBJECTS.test(line) && !excluded.some(({ kind, name }) => isEntry(line, kind, name)),
    );
    return `${kept.join('\n')}\n`;
  }

  /** The list with the contents of large objects alone. */
  largeObjects(): string {
    return `${this.#lines.filter((line) => LARGE_OBJECTS.test(line)).join('\n')}\n`;
  }
}

const LARGE_OBJECTS = /^\d+; \d+ \d+ BLOBS /;

function isEntry(line: string, kind: string, name: string): boolean {
  const rest = /^\d+; \d+ \d+ (.*)$/.exec(line)?.[1];
  return rest === undefined ? false : `${rest} `.startsWith(`${kind} ${name} `);
}

/** The name of a table's entry of `TABLE DATA`. */
export function tableEntry({ schema = '', name }: TableRef): { readonly kind: string; readonly name: string } {
  // pg_restore writes line breaks of names as spaces.
  return { kind: 'TABLE DATA', name: `${schema} ${name}`.replaceAll(/[\r\n]/g, ' ') };
}

/** Lists what a dump holds; reads no further than its table of contents. */
export async function readContents(
  source: DumpSource,
  tool: UsableTool,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Contents> {
  const child = startChild({ path: tool.path, args: ['--list'], env, signal });
  const input = source.open(PART);
  let text = '';
  let failure: Error | undefined;
  input.on('error', (error: Error) => {
    failure = error;
    child.stdin.end();
  });
  input.pipe(child.stdin);
  child.stdin.on('close', () => input.destroy());
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
    if (text.length > MOST_CHARACTERS) child.kill();
  });
  const code = await child.ended;
  input.destroy();
  signal.throwIfAborted();
  if (failure !== undefined) throw failure;
  if (code !== 0) {
    throw new SluiceError(
      'BACKUP_002',
      `The dump cannot be read by ${tool.program} ${tool.version}: ${programMessage(child.stderr())}`,
      {
        fix: 'Use another backup, or install the version of the client programs that wrote this one.',
      },
    );
  }
  return new Contents(text.split('\n').filter((line) => /^\d+; /.test(line)));
}
