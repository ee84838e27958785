import { sha256Checksum } from '../checksum.ts';
import type { FileFormat } from './format.ts';

/**
 * `<version>_<name>.up.sql` and `.down.sql`, without repeatable files. The same names as Sluice's own
 * format, so it is never detected: the configuration has to say it.
 */
export const golangMigrateFormat: FileFormat = {
  format: 'golang-migrate',
  pattern: '<digits>_<name>.up.sql or <digits>_<name>.down.sql',
  recursive: false,
  parseName(name) {
    const [, version, title, role] = /^(\d+)_(.*)\.(up|down)\.sql$/.exec(name) ?? [];
    if (version === undefined || title === undefined) return null;
    return { role: role === 'up' ? 'up' : 'down', version, name: title };
  },
  checksum: sha256Checksum,
  emptyDownIsUsual: false,
  ordersByName: false,
};
