import type { Manifest } from '../backup/manifest.ts';
import { few } from '../checks/result.ts';
import { qualifiedName } from '../checksum/table-name.ts';
import type { Driver, TableDigest } from '../driver.ts';
import { SluiceError } from '../errors.ts';
import { diffObjects, fingerprint } from '../plan/fingerprint.ts';
import { digestTables } from '../stages/rollback-point.ts';

/** What a backup cannot tell, said wherever its losses are listed. */
const LIMIT =
  'Of each table the backup records the number of rows and one checksum, so how many rows were added, changed or removed cannot be known.';

/** Tables that are another than in the backup: what a restore would wipe. One sentence each, by name. */
export async function lossesSince(manifest: Manifest, driver: Driver, signal: AbortSignal): Promise<readonly string[]> {
  const schema = await driver.inspect(signal);
  const { changed } = diffObjects(manifest.objects, fingerprint(schema).objects);
  const altered = new Set(changed.map((object) => object.name));
  const then = new Map(manifest.tables.map((digest) => [qualifiedName(digest.table), digest]));
  return (await digestTables(driver, schema, signal)).flatMap((now) => {
    const name = qualifiedName(now.table);
    const sentence = loss(now, then.get(name), altered.has(name));
    return sentence === null ? [] : [`${name}: ${sentence}`];
  });
}

/** Null: nothing would be lost. Contents can be compared only where the columns are the same. */
function loss(now: TableDigest, then: TableDigest | undefined, altered: boolean): string | null {
  if (then === undefined) return now.rows === 0 ? null : `not in the backup, ${String(now.rows)} rows now`;
  if (now.rows !== then.rows) {
    const more = now.rows - then.rows;
    const difference = more > 0 ? `${String(more)} more` : `${String(-more)} fewer`;
    return `${String(then.rows)} rows in the backup, ${String(now.rows)} now (${difference})`;
  }
  if (altered) {
    return now.rows === 0
      ? null
      : `its ${String(now.rows)} rows cannot be compared, because its definition changed since`;
  }
  return now.checksum === then.checksum ? null : `content of its ${String(now.rows)} rows changed`;
}

/** The refusal to wipe what was written since. */
export function dataLoss({ id }: Manifest, losses: readonly string[]): SluiceError {
  return new SluiceError(
    'DATA_001',
    `Rows changed after the backup ${id} and would be lost: ${losses.join('; ')}. ${LIMIT}`,
    {
      fix: 'If these changes may be lost, run the same command with --accept-data-loss (in a workflow: accept-data-loss: true). Down files lose none of them: `sluice rollback --to previous`.',
      details: { losses },
    },
  );
}

/** What a person accepted to lose, for the journal; empty when there was nothing. */
export function acceptedLosses(losses: readonly string[]): string {
  return losses.length === 0 ? '' : `; accepted to be lost: ${few(losses)}. ${LIMIT}`;
}
