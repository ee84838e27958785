import type { MigrationFormat } from '../types.ts';
import { dbmateFormat } from './dbmate.ts';
import { flywayFormat } from './flyway.ts';
import type { FileFormat } from './format.ts';
import { golangMigrateFormat } from './golang-migrate.ts';
import { sluiceFormat } from './sluice.ts';

/** Every format that can be read. */
export const FILE_FORMATS: Readonly<Record<MigrationFormat, FileFormat>> = {
  sluice: sluiceFormat,
  'golang-migrate': golangMigrateFormat,
  dbmate: dbmateFormat,
  flyway: flywayFormat,
};
