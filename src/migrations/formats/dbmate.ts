import { sha256Checksum } from '../checksum.ts';
import type { ScriptProblem } from '../split-types.ts';
import type { FileFormat, Section, Sections } from './format.ts';

/** A marker line, as dbmate itself looks for it: anywhere, even inside a comment or a string. */
const MARKER = /^--[ \t]*migrate:(up|down)(?:[ \t]+(.*))?$/;

interface Marker {
  readonly direction: 'up' | 'down';
  readonly options: string;
  /** From 0. */
  readonly lineIndex: number;
}

/** `transaction:false` and nothing else. */
function readOptions({ options, lineIndex }: Marker, problems: ScriptProblem[]): boolean | null {
  let transaction: boolean | null = null;
  for (const option of options.split(/\s+/)) {
    if (option === 'transaction:false') transaction = false;
    else if (option === 'transaction:true') transaction = true;
    else if (option !== '') {
      problems.push({ line: lineIndex + 1, sentence: `Unknown option ${option}: there is transaction:false.` });
    }
  }
  return transaction;
}

/** Cuts a file at its markers. */
function sections(text: string): Sections {
  const lines = text.split('\n');
  const problems: ScriptProblem[] = [];
  const markers = lines.flatMap((line, lineIndex): Marker[] => {
    const [, direction, options = ''] = MARKER.exec(line) ?? [];
    return direction === 'up' || direction === 'down' ? [{ direction, options, lineIndex }] : [];
  });
  const found = new Map<'up' | 'down', Section>();
  for (const [at, marker] of markers.entries()) {
    const { direction, lineIndex } = marker;
    const line = lineIndex + 1;
    const end = markers[at + 1]?.lineIndex ?? lines.length;
    if (found.has(direction)) problems.push({ line, sentence: `The file has more than one -- migrate:${direction}.` });
    if (direction === 'up' && found.has('down')) {
      problems.push({ line, sentence: 'The section -- migrate:up belongs before -- migrate:down.' });
    }
    found.set(direction, {
      text: lines.slice(lineIndex + 1, end).join('\n'),
      firstLine: line + 1,
      transaction: readOptions(marker, problems),
    });
  }
  if (!found.has('up')) problems.push({ line: 1, sentence: 'The file has no line -- migrate:up.' });
  return {
    prelude: { text: lines.slice(0, markers[0]?.lineIndex ?? 0).join('\n'), firstLine: 1, transaction: null },
    up: found.get('up') ?? null,
    down: found.get('down') ?? null,
    problems,
  };
}

/**
 * `<version>_<name>.sql` with the sections `-- migrate:up` and `-- migrate:down`. The checksum covers
 * the whole file, so that it can be checked with the system's own tools.
 */
export const dbmateFormat: FileFormat = {
  format: 'dbmate',
  pattern: '<digits>_<name>.sql',
  recursive: false,
  parseName(name) {
    const [, version, rest] = /^(\d+)(.*)\.sql$/.exec(name) ?? [];
    if (version === undefined || rest === undefined) return null;
    return { role: 'both', version, name: rest.replace(/^[_-]+/, '') };
  },
  checksum: sha256Checksum,
  sections,
  emptyDownIsUsual: true,
  ordersByName: true,
};
