/** A reference to an environment variable. */
const REFERENCE = /\$\{([^}]*)\}/gu;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/u;

/** The variables that a text refers to, in order, each once; names that are none are left out. */
export function referencedVariables(text: string): readonly string[] {
  return [...new Set([...text.matchAll(REFERENCE)].map(([, name]) => name ?? ''))].filter((name) => NAME.test(name));
}

/** What is wrong with the references of a text; null when nothing is. Only `${NAME}` is one. */
export function referenceProblem(text: string): string | null {
  const rest = text.replaceAll(REFERENCE, (whole, name: string) => (NAME.test(name) ? '' : whole));
  return rest.includes('${') ? 'holds a ${ that does not begin a reference such as ${DATABASE_URL}' : null;
}

/** The text with each reference replaced. What comes out of a variable is not looked at again. */
export function replaceVariables(text: string, valueOf: (name: string) => string): string {
  return text.replaceAll(REFERENCE, (whole, name: string) => (NAME.test(name) ? valueOf(name) : whole));
}
