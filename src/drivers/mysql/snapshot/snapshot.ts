import type { SnapshotGroup } from '../../../driver.ts';
import { dump } from './dump.ts';
import type { SnapshotParts } from './group.ts';
import { replace } from './replace.ts';
import { sweepScratch } from './scratch-database.ts';
import { scratch } from './scratch.ts';

/** Backups by the server's own client programs. */
export function snapshotGroup(parts: SnapshotParts): SnapshotGroup {
  return {
    dump: (mode, sink, signal) => dump(parts, mode, sink, signal),
    scratch: (source, url, signal) => scratch(parts, source, url, signal),
    replace: (fence, source, limits) => replace(parts, fence, source, limits),
    sweepScratch: (signal) => sweepScratch(parts, signal),
  };
}
