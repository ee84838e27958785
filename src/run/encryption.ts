import type { OpenTarget } from './execution.ts';

/** Whom backups are encrypted to; empty = they are not encrypted. */
export function recipientsOf({ inputs, target }: Pick<OpenTarget, 'inputs' | 'target'>): readonly string[] {
  return inputs.encryptTo ?? target.config.backup.encryptTo;
}
