import type { SqlSyntax } from '../driver.ts';
import type { FolderFile } from './folder.ts';
import type { Companion, FileFormat, FileName, Section } from './formats/format.ts';
import type { LoadedFile } from './load-file.ts';
import type { FolderProblems } from './problems.ts';
import { readScript } from './read-script.ts';
import { splitScript } from './split.ts';
import type { FoundDirective, ScriptProblem } from './split-types.ts';
import type { Script } from './types.ts';

/** A file that was read; what it lacks is null. */
export interface ReadFile extends FileName {
  readonly path: string;
  readonly checksum: string;
  readonly up: Script | null;
  readonly down: Script | null;
}

/** What {@link readFile} reads. */
export interface FileSource {
  readonly file: FolderFile;
  readonly name: FileName;
  readonly loaded: LoadedFile;
  readonly companion: Companion | null;
}

function add(problems: FolderProblems, path: string, found: readonly ScriptProblem[]): void {
  for (const { line, sentence } of found) problems.add(path, line, sentence);
}

/** Directives above the first section hold for both; a statement there would never be run. */
function readPrelude(
  prelude: Section,
  path: string,
  syntax: SqlSyntax,
  problems: FolderProblems,
): readonly FoundDirective[] {
  const split = splitScript(prelude.text, syntax, prelude.firstLine);
  add(problems, path, split.problems);
  const [statement] = split.statements;
  if (statement !== undefined) {
    problems.add(path, statement.line, 'A statement above -- migrate:up would never be run: move it below.');
  }
  return split.directives;
}

/** Reads the scripts of one file. */
export function readFile(
  { file, name, loaded, companion }: FileSource,
  format: FileFormat,
  syntax: SqlSyntax,
  problems: FolderProblems,
  warnings: string[],
): ReadFile {
  const { path } = file;
  const { text, bytes } = loaded;

  function script(
    section: Section,
    size: number,
    inherited: readonly FoundDirective[],
  ): { script: Script; sound: boolean } {
    const read = readScript({ path, bytes: size, section, inherited, companion }, format, syntax);
    add(problems, path, read.problems);
    return { script: read.script, sound: read.problems.length === 0 };
  }

  function up(section: Section, size: number, inherited: readonly FoundDirective[]): Script {
    const read = script(section, size, inherited);
    if (read.sound && read.script.statements.length === 0) {
      problems.add(
        path,
        null,
        size === 0 ? 'The file is empty.' : 'There is no statement in it, only comments or nothing.',
      );
    }
    return read.script;
  }

  function down(section: Section, size: number, inherited: readonly FoundDirective[]): Script | null {
    const read = script(section, size, inherited);
    if (!read.sound || read.script.statements.length > 0) return read.script;
    if (!format.emptyDownIsUsual) warnings.push(`${path} holds no statement, so it counts as no way back.`);
    return null;
  }

  const whole: Section = { text, firstLine: 1, transaction: null };
  const base = { ...name, path, checksum: format.checksum(text) };
  if (name.role !== 'both' || format.sections === undefined) {
    return name.role === 'down'
      ? { ...base, up: null, down: down(whole, bytes, []) }
      : { ...base, up: up(whole, bytes, []), down: null };
  }
  const sections = format.sections(text);
  add(problems, path, sections.problems);
  if (sections.problems.length > 0) return { ...base, up: null, down: null };
  const inherited = readPrelude(sections.prelude, path, syntax, problems);
  const size = (section: Section): number => Buffer.byteLength(section.text);
  return {
    ...base,
    up: sections.up === null ? null : up(sections.up, size(sections.up), inherited),
    down: sections.down === null ? null : down(sections.down, size(sections.down), inherited),
  };
}
