import type { SnapshotGroup } from '../../../driver.ts';
import { dump } from './dump.ts';
import type { SnapshotParts } from './parts.ts';
import { replace } from './replace.ts';
import { scratch } from './scratch.ts';
import { sweepScratch } from './sweep.ts';

/** Backups of a whole server. */
export function snapshotGroup(parts: SnapshotParts): SnapshotGroup {
  return {
    dump: (mode, sink, signal) => dump(parts, mode, sink, signal),
    scratch: async (source, url, signal) => scratch(parts, source, url, signal),
    replace: (fence, source, limits) => replace(parts, fence, source, limits),
    sweepScratch: (signal) => sweepScratch(parts, signal),
  };
}
