import type { StoreNames } from '../../../driver.ts';
import { plainTableName, PRESENT_TABLES } from '../../sql/tables.ts';
import { SCRATCH_MARK } from '../scratch-names.ts';

/** The parts of a dump, in the order in which they are loaded. */
export const PARTS = ['structure.sql', 'data.sql', 'exact.sql', 'programs.sql', 'views.sql'] as const;

/** One of {@link PARTS}. */
export type Part = (typeof PARTS)[number];

/** Tables of Sluice that belong to the present and are in no dump. */
export function presentTables(names: StoreNames): readonly string[] {
  return [...PRESENT_TABLES.map((table) => plainTableName(names, table)), SCRATCH_MARK];
}
