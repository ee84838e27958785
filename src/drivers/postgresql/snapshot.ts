import { parseDatabaseUrl } from '../../database-url.ts';
import type { SnapshotGroup } from '../../driver.ts';
import { dump } from './snapshot/dump.ts';
import type { SnapshotParts } from './snapshot/parts.ts';
import { replace } from './snapshot/replace.ts';
import { scratch } from './snapshot/scratch.ts';
import { sweepScratch } from './snapshot/scratch-database.ts';

/** Backups through pg_dump, pg_restore and psql. */
export function snapshotGroup(parts: SnapshotParts): SnapshotGroup {
  return {
    dump: (mode, sink, signal) => dump(parts, mode, sink, signal),
    scratch: (source, url, signal) => scratch(parts, source, url === null ? null : parseDatabaseUrl(url), signal),
    replace: (fence, source, limits) => replace(parts, fence, source, limits),
    sweepScratch: (signal) => sweepScratch(parts, signal),
  };
}
