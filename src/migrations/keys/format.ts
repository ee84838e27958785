import { SluiceError } from '../../errors.ts';
import { sha256Checksum } from '../checksum.ts';
import type { FileFormat } from '../formats/format.ts';
import type { MigrationFormat } from '../types.ts';

/** `<version>_<name>.ts` and `.mjs`: both directions in one module. */
export const keyFormat: FileFormat = {
  format: 'sluice',
  pattern: '<digits>_<name>.ts or <digits>_<name>.mjs',
  recursive: false,
  looksLike: /\.(?:ts|mjs)$/i,
  files: '.ts or .mjs files',
  parseName(name) {
    const [, version, title] = /^(\d+)_(.+)\.(?:ts|mjs)$/.exec(name) ?? [];
    if (version === undefined || title === undefined || title.endsWith('.d')) return null;
    return { role: 'both', version, name: title };
  },
  explainName(name) {
    if (/\.d\.ts$/i.test(name)) return 'This only declares types: keep it in a folder of its own.';
    if (/\.(?:sql|cypher)$/i.test(name)) {
      return 'This is a migration for another kind of database: keep it in a folder of its own.';
    }
    return /^\d+_.+\.(?:js|cjs|mts|cts|tsx|jsx)$/i.test(name)
      ? 'A key migration is a module in a file that ends in .ts or .mjs: rename the file.'
      : null;
  },
  checksum: sha256Checksum,
  emptyDownIsUsual: true,
  ordersByName: false,
};

/**
 * Checks the format that the configuration names for an engine whose migrations are modules.
 *
 * @throws SluiceError `CONF_001` for a format of SQL files
 */
export function requireKeyFormat(format: 'auto' | MigrationFormat): MigrationFormat {
  if (format === 'auto' || format === 'sluice') return 'sluice';
  throw new SluiceError(
    'CONF_001',
    `migrations.format is ${format}, a format of SQL files, which this engine cannot run.`,
    { fix: `Leave migrations.format out, and name the files ${keyFormat.pattern}.` },
  );
}
