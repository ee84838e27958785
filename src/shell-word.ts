/** A word as a shell reads it back, for commands that people paste. */
export function shellWord(word: string): string {
  return /^[\w.,:/@=-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
