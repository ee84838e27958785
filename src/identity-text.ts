/** A line of an identity file that is neither empty nor a comment. */
export interface IdentityLine {
  /** From 1. */
  readonly number: number;
  readonly content: string;
}

/** The lines of an age identity file that hold identities; all of them are secret. */
export function identityLines(text: string): readonly IdentityLine[] {
  return text
    .split(/\r\n|\r|\n/u)
    .map((line, index) => ({ number: index + 1, content: line.trim() }))
    .filter(({ content }) => content !== '' && !content.startsWith('#'));
}
