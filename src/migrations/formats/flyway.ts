import type { Statement } from '../../driver.ts';
import { flywayChecksum } from '../checksum.ts';
import type { ScriptProblem } from '../split-types.ts';
import { REPEATABLE_PREFIX } from '../versions.ts';
import type { Companion, FileFormat } from './format.ts';

const CALLBACK = /^(?:before|after|create)[A-Z][A-Za-z]*(?:__.*)?\.sql$/;

/** Reads `<script>.conf`: lines of `key=value`. */
function readCompanion(text: string): Companion {
  let transaction: boolean | null = null;
  let literalPlaceholders = false;
  const problems: ScriptProblem[] = [];
  for (const [index, written] of text.split('\n').entries()) {
    const line = written.trim();
    if (line === '' || line.startsWith('#')) continue;
    const [, key = '', value = ''] = /^([^=\s]*)\s*=\s*(.*)$/.exec(line) ?? [];
    const choice = value === 'true' ? true : value === 'false' ? false : null;
    if (key === 'executeInTransaction' && choice !== null) transaction = choice;
    else if (key === 'placeholderReplacement' && choice !== null) literalPlaceholders = !choice;
    else if (key !== 'encoding' || value.toUpperCase() !== 'UTF-8') {
      problems.push({
        line: index + 1,
        sentence: `${line} is not understood: there are executeInTransaction, placeholderReplacement (true or false) and encoding=UTF-8.`,
      });
    }
  }
  return { transaction, literalPlaceholders, problems };
}

/** Flyway would put a value in; run as it stands, the statement would mean something else. */
function refusePlaceholders(statement: Statement, companion: Companion | null): ScriptProblem | null {
  if (companion?.literalPlaceholders === true) return null;
  const text = statement.copyData === undefined ? statement.text : `${statement.text}\n${statement.copyData}`;
  const found = /\$\{[^{}\n]*\}/.exec(text);
  if (found === null) return null;
  return {
    line: statement.line + text.slice(0, found.index).split('\n').length - 1,
    sentence:
      `${found[0]} is a placeholder, and Sluice puts no values in: write the value, ` +
      'or set placeholderReplacement=false in a .conf file of the same name if it is plain text.',
  };
}

/** `V<version>__<name>.sql`, `U<version>__<name>.sql` and `R__<name>.sql`, in subfolders too. */
export const flywayFormat: FileFormat = {
  format: 'flyway',
  pattern: 'V<version>__<name>.sql, U<version>__<name>.sql or R__<name>.sql',
  recursive: true,
  parseName(name) {
    const [, prefix, written, title] = /^([VU])(\d+(?:[._]\d+)*)__(.+)\.sql$/.exec(name) ?? [];
    if (written !== undefined && title !== undefined) {
      return { role: prefix === 'V' ? 'up' : 'down', version: written.replaceAll('_', '.'), name: title };
    }
    const [, repeatable] = /^R__(.+)\.sql$/.exec(name) ?? [];
    if (repeatable === undefined) return null;
    return { role: 'repeatable', version: `${REPEATABLE_PREFIX}${repeatable}`, name: repeatable };
  },
  explainName(name) {
    if (/^B\d.*__.*\.sql$/.test(name)) {
      return 'Baseline migrations are not supported: keep the versioned migrations that it sums up.';
    }
    return CALLBACK.test(name)
      ? 'Callbacks of Flyway are not supported: make it a migration, or run it as a hook of sluice.yml.'
      : null;
  },
  checksum: flywayChecksum,
  companion: { suffix: '.conf', read: readCompanion },
  refuse: refusePlaceholders,
  emptyDownIsUsual: false,
  ordersByName: false,
};
