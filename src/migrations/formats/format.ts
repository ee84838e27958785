import type { Statement } from '../../driver.ts';
import type { ScriptProblem } from '../split-types.ts';
import type { MigrationFormat } from '../types.ts';

/** What a file's name says. */
export interface FileName {
  /** `both`: one file with a section for each direction. */
  readonly role: 'up' | 'down' | 'both' | 'repeatable';
  /** As `Migration.version` has it. */
  readonly version: string;
  readonly name: string;
}

/** The part of a file that is one script. */
export interface Section {
  readonly text: string;
  /** Line number of its first line. */
  readonly firstLine: number;
  /** What the format's own marker asks for; null = nothing. */
  readonly transaction: boolean | null;
}

/** A file with a section for each direction. */
export interface Sections {
  /** What stands before the first section: comments only. */
  readonly prelude: Section;
  readonly up: Section | null;
  readonly down: Section | null;
  readonly problems: readonly ScriptProblem[];
}

/** What a file beside a script says of it. */
export interface Companion {
  readonly transaction: boolean | null;
  /** `${name}` in the script is plain text. */
  readonly literalPlaceholders: boolean;
  readonly problems: readonly ScriptProblem[];
}

/** How one tool names and writes its migrations. */
export interface FileFormat {
  readonly format: MigrationFormat;
  /** How its files are named, for people. */
  readonly pattern: string;
  /** Files in subfolders count too. */
  readonly recursive: boolean;
  /** Null when the name is none of the format's. */
  readonly parseName: (name: string) => FileName | null;
  /** Names that are meant as migrations though parseName may refuse them; `.sql` files when absent. */
  readonly looksLike?: RegExp;
  /** What such files are called, for people; `.sql files` when absent. */
  readonly files?: string;
  /** Why a file that parseName refuses has to be named all the same; null = the general sentence will do. */
  readonly explainName?: (name: string) => string | null;
  /** Over the file's text, without byte order mark and with line feeds. */
  readonly checksum: (text: string) => string;
  /** For formats whose files hold both directions. */
  readonly sections?: (text: string) => Sections;
  /** For formats with a settings file beside a script. */
  readonly companion?: { readonly suffix: string; readonly read: (text: string) => Companion };
  /** What the format's own tool would do with a statement and Sluice does not. */
  readonly refuse?: (statement: Statement, companion: Companion | null) => ScriptProblem | null;
  /** An empty way back is what the tool's templates leave, and no reason for a warning. */
  readonly emptyDownIsUsual: boolean;
  /** The tool orders by file name, so a different order by number deserves a warning. */
  readonly ordersByName: boolean;
}
