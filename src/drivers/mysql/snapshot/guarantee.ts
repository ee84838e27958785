import type { TableShape } from '../table-columns.ts';
import { canHaveExactRows } from './exact-rows.ts';

/**
 * How rows and checksums came to be of one moment: both snapshots opened while writing to the `server` or to the `tables`
 * was held off; both read in `one-session`, because it could not be; or not at all, two snapshots `apart`, because it
 * could not be held off for long enough. Null: there are no rows.
 */
export type Moment = 'server' | 'tables' | 'one-session' | 'apart' | null;

function sentenceOf(moment: Exclude<Moment, null>, shapes: readonly TableShape[]): string {
  switch (moment) {
    case 'server':
      return 'Dump and checksums show one state: both snapshots were opened while FLUSH TABLES WITH READ LOCK held off all writing.';
    case 'tables':
      return 'Dump and checksums show one state: both snapshots were opened while LOCK TABLES … READ held off writing to these tables.';
    case 'one-session': {
      const apart = shapes.filter((shape) => !canHaveExactRows(shape)).map((shape) => shape.name);
      const except =
        apart.length === 0
          ? ''
          : ` The versioned tables ${apart.join(', ')} were dumped from a second snapshot, opened shortly after: rows written in between are in one and not in the other (grant RELOAD).`;
      return `Dump and checksums show one state: both were read in one snapshot of one session, because writing could not be held off.${except}`;
    }
    case 'apart':
      return 'Dump and checksums come from two snapshots opened one shortly after the other, because writing could not be held off for as long as the dump program took to begin: rows written in between are in one and not in the other.';
  }
}

/** How far dump and checksums are known to show one state. */
export function guaranteeOf(moment: Moment, shapes: readonly TableShape[]): string {
  if (moment === null) return 'The backup holds the schema alone; it was the same before and after the dump.';
  const loose = shapes
    .filter((shape) => shape.engine !== 'InnoDB')
    .map((shape) => `${shape.name} (${shape.engine ?? 'unknown'})`);
  const except =
    loose.length === 0
      ? ''
      : ` The tables ${loose.join(', ')} have no snapshots: what was written to them meanwhile may be in one and not in the other.`;
  return sentenceOf(moment, shapes) + except;
}
