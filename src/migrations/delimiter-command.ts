/** The rest of the line that holds an offset, without its line feed. */
export function restOfLine(text: string, offset: number): string {
  const feed = text.indexOf('\n', offset);
  return text.slice(offset, feed < 0 ? text.length : feed);
}

/**
 * Whether a word is the mysql client's DELIMITER command: first on its line, outside of a statement.
 * Inside one it may be the name of a column, so there only an argument made of punctuation counts.
 *
 * @param start offset of the word, `end` behind it
 * @param inside the word stands in a statement that has not been ended
 */
export function isDelimiterCommand(text: string, start: number, end: number, inside: boolean): boolean {
  if (end - start !== 9 || text.slice(start, end).toLowerCase() !== 'delimiter') return false;
  let at = start - 1;
  while (at >= 0 && (text.charAt(at) === ' ' || text.charAt(at) === '\t')) at -= 1;
  if (at >= 0 && text.charAt(at) !== '\n') return false;
  return !inside || /^[ \t]+[^\w\s,()'"`]+[ \t]*$/.test(restOfLine(text, end));
}

/** The new terminator: the first word, without quotes around it; null when there is none or it holds a backslash. */
export function delimiterArgument(rest: string): string | null {
  const written = /^[ \t]+(\S+)/.exec(rest)?.[1] ?? '';
  const argument = /^(['"`])(.*)\1$/.exec(written)?.[2] ?? written;
  return argument === '' || argument.includes('\\') ? null : argument;
}
