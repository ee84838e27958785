/** The workflows that `sluice init` writes: they are the examples that the documentation links to. */
const TEMPLATES = ['pull-request', 'pull-request-comment', 'promotion', 'rollback', 'backup-proof'] as const;

/** Where the module lies that carries the examples into the bundle. */
export const TEMPLATES_PATH = 'src/run/init/workflow-templates.ts';

/** A text as a template literal that means exactly it. */
function literal(text: string): string {
  return `\`${text.replaceAll(/[`\\]|\$\{/gu, String.raw`\$&`)}\``;
}

/**
 * The module with the text of each example.
 * @param read the text of a file, by its path in the repository; null when there is none
 * @throws Error when an example is missing
 */
export function workflowTemplates(read: (path: string) => string | null): string {
  const entries = TEMPLATES.map((name) => {
    const path = `examples/workflows/${name}.yml`;
    const text = read(path);
    if (text === null) throw new Error(`${path} is not there`);
    return `  ${name.includes('-') ? `'${name}'` : name}: ${literal(text)},\n`;
  });
  return [
    '/** The workflows of examples/workflows, as they are there. Written by `npm run generate`: change the examples. */\n',
    `export const WORKFLOW_TEMPLATES = {\n${entries.join('')}} as const satisfies Readonly<Record<string, string>>;\n`,
  ].join('');
}
