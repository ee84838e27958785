import { sha256Checksum } from '../checksum.ts';
import { REPEATABLE_PREFIX } from '../versions.ts';
import type { FileFormat } from './format.ts';

/** `<version>_<name>.up.sql`, `.down.sql` and `R_<name>.sql`. */
export const sluiceFormat: FileFormat = {
  format: 'sluice',
  pattern: '<digits>_<name>.up.sql, <digits>_<name>.down.sql or R_<name>.sql',
  recursive: false,
  parseName(name) {
    const [, version, title, role] = /^(\d+)_(.+)\.(up|down)\.sql$/.exec(name) ?? [];
    if (version !== undefined && title !== undefined)
      return { role: role === 'up' ? 'up' : 'down', version, name: title };
    // R__ is Flyway's: taken for a name with a leading underscore it would hide a mixed folder.
    const [, repeatable] = /^R_([^_].*)\.sql$/.exec(name) ?? [];
    if (repeatable === undefined) return null;
    return { role: 'repeatable', version: `${REPEATABLE_PREFIX}${repeatable}`, name: repeatable };
  },
  explainName(name) {
    return /^\d+_.+\.(?:ts|mjs|cypher)$/.test(name)
      ? 'This is a migration for another kind of database: keep it in a folder of its own.'
      : null;
  },
  checksum: sha256Checksum,
  emptyDownIsUsual: false,
  ordersByName: false,
};
