/** The rows behind `COPY … FROM STDIN;`: whole lines up to one that is `\.`. */
export interface CopyRows {
  /** Null when no line ends them. */
  readonly rows: string | null;
  /** Offset behind the closing `\.`, or of the end of the text. */
  readonly end: number;
  /** The terminator's line goes on with something that psql would run after the rows. */
  readonly trailing: boolean;
}

/**
 * Finds the rows of a COPY.
 *
 * @param from offset behind the statement's terminator.
 */
export function readCopyRows(text: string, from: number): CopyRows {
  const feed = text.indexOf('\n', from);
  const lineEnd = feed < 0 ? text.length : feed;
  const trailing = !/^[ \t\r]*(?:--.*)?$/.test(text.slice(from, lineEnd));
  const first = Math.min(lineEnd + 1, text.length);
  for (let mark = text.indexOf('\\.', first); mark >= 0; mark = text.indexOf('\\.', mark + 2)) {
    const startsLine = mark === first || text.charAt(mark - 1) === '\n';
    if (startsLine && (mark + 2 === text.length || text.charAt(mark + 2) === '\n')) {
      return { rows: text.slice(first, mark), end: mark + 2, trailing };
    }
  }
  return { rows: null, end: text.length, trailing };
}
