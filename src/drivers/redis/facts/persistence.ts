import type { KeyspaceFacts } from '../../../driver.ts';
import type { Info } from '../info.ts';

function failureOf(info: Info): string | null {
  if (info.get('aof_enabled') === '1' && info.get('aof_last_write_status') === 'err')
    return 'the last write to the append-only file failed';
  if (info.get('rdb_last_bgsave_status') === 'err') return 'the last snapshot could not be saved';
  if (info.get('aof_enabled') === '1' && info.get('aof_last_bgrewrite_status') === 'err')
    return 'the last rewrite of the append-only file failed';
  return null;
}

/** What becomes of the data when the server ends; `save` is the setting of that name, null when it could not be had. */
export function persistenceFacts(info: Info, save: string | null): KeyspaceFacts['persistence'] {
  const lastSave = Number(info.get('rdb_last_save_time') ?? '0');
  const saving = info.get('rdb_bgsave_in_progress') === '1';
  const rewriting = info.get('aof_rewrite_in_progress') === '1';
  return {
    snapshots: save === null ? null : save !== '',
    appendOnly: info.get('aof_enabled') === '1',
    // A server that never saved tells when it was started instead.
    lastSaveAt: lastSave === 0 ? null : new Date(lastSave * 1000).toISOString(),
    unsaved: Number(info.get('rdb_changes_since_last_save') ?? '0'),
    failure: failureOf(info),
    busy: saving ? 'saving a snapshot' : rewriting ? 'rewriting its append-only file' : null,
  };
}
