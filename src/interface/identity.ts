import type { Inputs } from './inputs.ts';

/** The variable that holds an age identity, for every command that reads backups. */
export const IDENTITY_VARIABLE = 'SLUICE_IDENTITY';

/**
 * The inputs with the identity of the environment where none was given. The variable is taken out of the environment, so
 * that no program and no hook that the command starts inherits it.
 */
export function withIdentity(inputs: Inputs, env: Record<string, string | undefined>): Inputs {
  const identity = env[IDENTITY_VARIABLE] ?? '';
  delete env[IDENTITY_VARIABLE];
  return inputs.identity !== undefined || identity.trim() === '' ? inputs : { ...inputs, identity };
}
