import { SluiceError } from '../errors.ts';

/** More are counted, not listed: the first ones tell what kind of folder it is. */
const LISTED = 50;

interface Problem {
  readonly path: string;
  readonly line: number | null;
  readonly sentence: string;
}

/** Collects what is wrong with a migrations folder, so that a person sees all of it at once. */
export class FolderProblems {
  readonly #directory: string;
  readonly #problems: Problem[] = [];

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** @param path relative to the folder. */
  add(path: string, line: number | null, sentence: string): void {
    this.#problems.push({ path, line, sentence });
  }

  /** @throws `CONF_001` that lists every problem as `path:line: sentence`, in order of path and line. */
  throwIfAny(): void {
    const count = this.#problems.length;
    if (count === 0) return;
    const sorted = this.#problems.toSorted((a, b) =>
      a.path === b.path ? (a.line ?? 0) - (b.line ?? 0) : a.path < b.path ? -1 : 1,
    );
    const listed = sorted.slice(0, LISTED).map(({ path, line, sentence }) => {
      const place = `${this.#directory.replace(/\/+$/, '')}/${path}`;
      return `${line === null ? place : `${place}:${String(line)}`}: ${sentence}`;
    });
    if (count > LISTED) listed.push(`and ${String(count - LISTED)} more`);
    throw new SluiceError('CONF_001', listed.join('\n'), {
      fix: `Correct ${count === 1 ? 'the file' : 'the files'} named above and run the command again; nothing was run.`,
      details: { problems: sorted.slice(0, LISTED).map((problem) => ({ ...problem })) },
    });
  }
}
