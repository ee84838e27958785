import type { Facts } from '../../driver.ts';
import { findTools } from './client-tools.ts';
import type { OwnTables } from './inspect.ts';
import { activity } from './probe/activity.ts';
import { privileges } from './probe/privileges.ts';
import { replication } from './probe/replication.ts';
import { sizes } from './probe/sizes.ts';
import type { Readers } from './readers.ts';
import { versionParts } from './session.ts';

/** The oldest major version that the driver supports. */
const MINIMUM_MAJOR = 12;

/** What is needed to probe. */
export interface ProbeParts {
  readonly readers: Readers;
  readonly own: OwnTables;
  /** The connection's own current schema. */
  readonly userSchema: string;
}

/** Gathers what is known of the server; each thing that this account cannot see is named in `unknown`. */
export async function probe({ readers, own, userSchema }: ProbeParts, signal: AbortSignal): Promise<Facts> {
  const facts = await readers.read({ signal }, async (link) => {
    const parts = versionParts(link.serverVersion);
    const { diskUnknown, ...known } = await sizes(link);
    const { replication: state, unknown: lagUnknown } = await replication(link);
    const seesOthers =
      (await link.query("select pg_has_role('pg_read_all_stats', 'USAGE') as sees")).rows[0]?.['sees'] === true;
    return {
      engine: 'postgresql' as const,
      serverVersion: link.serverVersion,
      serverVersionParts: parts,
      supported: { minimum: String(MINIMUM_MAJOR), ok: (parts[0] ?? 0) >= MINIMUM_MAJOR },
      ...known,
      privileges: await privileges(link, own, userSchema),
      ...(await activity(link, own)),
      replication: state,
      unknown: [
        ...(diskUnknown === null ? [] : [{ fact: 'free disk on the server', why: diskUnknown }]),
        ...(lagUnknown === null ? [] : [{ fact: 'replication lag', why: lagUnknown }]),
        ...(seesOthers
          ? []
          : [
              {
                fact: 'transactions of other users',
                why: 'GRANT pg_read_all_stats lets the account see their age and query',
              },
            ]),
      ],
    };
  });
  return { ...facts, tools: await findTools(facts.serverVersionParts[0] ?? 0) };
}
