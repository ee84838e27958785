import { parseDatabaseUrl } from '../../../database-url.ts';
import type { DatabaseUrl, DumpSource, Scratch } from '../../../driver.ts';
import { takeGivenDatabase } from './given-database.ts';
import type { SnapshotParts } from './group.ts';
import { type LoadTarget, sameServer } from './load-target.ts';
import { load, notLoaded, partsOf, withEventsOff } from './load.ts';
import { createScratchDatabase } from './scratch-database.ts';

/** A place to restore into. */
interface Place {
  readonly target: LoadTarget;
  /** For messages. */
  readonly called: string;
  leave(): Promise<void>;
}

async function newDatabase(parts: SnapshotParts, signal: AbortSignal): Promise<Place> {
  const database = await createScratchDatabase(parts, signal);
  try {
    const target = await sameServer(parts, database.name);
    const url = { ...parts.url, database: database.name };
    return { target: { ...target, url }, called: 'a scratch database', leave: () => database.drop() };
  } catch (error) {
    await database.drop().catch(() => {});
    throw error;
  }
}

async function givenDatabase(parts: SnapshotParts, url: DatabaseUrl, signal: AbortSignal): Promise<Place> {
  return { ...(await takeGivenDatabase(parts, url, signal)), called: 'the scratch database' };
}

/** Restores a dump where it harms nobody: into a new database of the same server, or into the one at `url`. */
export async function scratch(
  parts: SnapshotParts,
  source: DumpSource,
  url: string | null,
  signal: AbortSignal,
): Promise<Scratch> {
  const { target, called, leave } =
    url === null ? await newDatabase(parts, signal) : await givenDatabase(parts, parseDatabaseUrl(url), signal);
  try {
    const eventsHeldBack = new Set<string>();
    const loaded = partsOf(source).map((part) => withEventsOff(part, eventsHeldBack));
    await load(parts, target, loaded, signal);
    const driver = await parts.openScratch(target.url, eventsHeldBack);
    return {
      driver,
      name: target.database,
      async drop() {
        await driver.close();
        await leave();
      },
    };
  } catch (error) {
    // What stays behind is deleted by a later run.
    await leave().catch(() => {});
    signal.throwIfAborted();
    throw notLoaded(error, `into ${called}`, '', 'BACKUP_001');
  }
}
