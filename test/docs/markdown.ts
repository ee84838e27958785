import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/process.ts';

/** A fenced block of a page. */
export interface Block {
  /** `docs/errors.md:12`. */
  readonly place: string;
  readonly language: string;
  readonly text: string;
}

/** The pages that users read, by path from the root. */
export const PAGES: readonly string[] = globSync(['*.md', 'docs/**/*.md'], { cwd: ROOT })
  .map((path) => path.replaceAll('\\', '/'))
  .toSorted();

export function readPage(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8').replaceAll('\r\n', '\n');
}

/** The fenced blocks of a page, without their indentation; a fence that is not closed throws. */
export function blocksOf(path: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: {
    readonly indent: string;
    readonly language: string;
    readonly line: number;
    readonly text: string[];
  } | null = null;
  for (const [index, line] of readPage(path).split('\n').entries()) {
    const [, indent = '', language] = /^( *)```(\S*)$/.exec(line) ?? [];
    if (open === null) {
      if (language !== undefined) open = { indent, language, line: index + 1, text: [] };
    } else if (language === '') {
      blocks.push({
        place: `${path}:${String(open.line)}`,
        language: open.language,
        text: `${open.text.join('\n')}\n`,
      });
      open = null;
    } else {
      open.text.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line);
    }
  }
  if (open !== null) throw new Error(`${path}:${String(open.line)}: this block is not closed.`);
  return blocks;
}

/** The page's text without fenced blocks and code. */
function prose(path: string): string {
  return readPage(path)
    .replaceAll(/^ *```[^]*?^ *```$/gm, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]]/g, ''));
}

/** Where the links of a page lead. */
export function linksOf(path: string): readonly string[] {
  return [...prose(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

/** The anchors that GitHub makes of a page's headings. */
export function anchorsOf(path: string): ReadonlySet<string> {
  const headings = readPage(path)
    .replaceAll(/^ *```[^]*?^ *```$/gm, '')
    .matchAll(/^#{1,6} +(.+?) *$/gm);
  return new Set(
    Array.from(headings, ([, text = '']) =>
      text
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
