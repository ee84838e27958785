import { readConfig } from '../../config/file.ts';
import { loadConfig } from '../../config/load.ts';
import type { Config } from '../../config/types.ts';
import { SluiceError } from '../../errors.ts';

/** A `sluice.yml` that is already there. */
export interface ExistingConfig {
  /** Null when it cannot be read. */
  readonly config: Config | null;
  /** Why it cannot be read. */
  readonly problem: string | null;
}

/** Reads the configuration that stays; null when there is none. What is wrong with it is told and stops nothing. */
export async function existingConfig(workingDirectory: string): Promise<ExistingConfig | null> {
  try {
    const source = await readConfig(workingDirectory, undefined);
    return source === null ? null : { config: loadConfig(source), problem: null };
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error;
    return { config: null, problem: error.message };
  }
}
