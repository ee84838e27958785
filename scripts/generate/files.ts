import { configJsonSchema } from '../../src/config/json-schema.ts';
import { type ActionName, actionSpec, AVAILABLE_ACTIONS } from '../../src/interface/actions.ts';
import { actionMetadata, actionPath } from './action-metadata.ts';
import { generatedText } from './tables.ts';
import { TEMPLATES_PATH, workflowTemplates } from './workflow-templates.ts';

const BLOCK = /(<!-- generated:([a-z]+)(?: ([a-z-]+))? -->)[\s\S]*?(<!-- \/generated -->)/gu;

/** Replaces what stands between the markers of a Markdown file. */
export function fillMarkers(path: string, text: string): string {
  const opened = [...text.matchAll(/<!-- generated:/gu)].length;
  let filled = 0;
  const result = text.replaceAll(
    BLOCK,
    (_, open: string, kind: string, argument: string | undefined, close: string) => {
      filled += 1;
      const generated = generatedText(kind, argument ?? '');
      if (generated === null) throw new Error(`${path}: nothing can be generated for ${open}`);
      return `${open}\n\n${generated}\n\n${close}`;
    },
  );
  if (filled !== opened) throw new Error(`${path}: a generated block is not closed, or its marker is misspelt`);
  return result;
}

/** Where the page of an action lies. */
function actionPage(name: ActionName): string {
  return `docs/actions/${name}.md`;
}

/** A page to begin with; afterwards only its tables are generated. */
function newActionPage(name: ActionName): string {
  const { title, description } = actionSpec(name);
  return [
    `# ${title}`,
    description,
    '## Inputs',
    'Every input may be left out.',
    `<!-- generated:inputs ${name} -->\n<!-- /generated -->`,
    '## Outputs',
    'An output that does not apply is the empty string.',
    `<!-- generated:outputs ${name} -->\n<!-- /generated -->`,
    '',
  ].join('\n\n');
}

/** The blocks that the README must have, so that it names every input, output and command. */
export function requiredBlocks(): readonly string[] {
  return [
    ...AVAILABLE_ACTIONS.flatMap((name) => [`<!-- generated:inputs ${name} -->`, `<!-- generated:outputs ${name} -->`]),
    '<!-- generated:commands -->',
  ];
}

/**
 * Every generated file as it should be.
 * @param read the present text of a file, by its path in the repository; null when there is none
 * @param pages the Markdown files that may hold markers
 * @throws Error when a marker is wrong or the README lacks one
 */
export function generatedFiles(
  read: (path: string) => string | null,
  pages: readonly string[],
): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const name of AVAILABLE_ACTIONS) {
    files.set(actionPath(name), actionMetadata(name));
    files.set(actionPage(name), fillMarkers(actionPage(name), read(actionPage(name)) ?? newActionPage(name)));
  }
  files.set('sluice.schema.json', `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
  files.set(TEMPLATES_PATH, workflowTemplates(read));
  for (const path of pages) files.set(path, fillMarkers(path, read(path) ?? ''));
  const readme = read('README.md');
  for (const block of requiredBlocks()) {
    if (readme?.includes(block) !== true) throw new Error(`README.md has no ${block}`);
  }
  return files;
}
