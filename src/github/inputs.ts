import { getInput } from '@actions/core';
import { secretsOf } from '../database-url.ts';
import { actionSpec } from '../interface/actions.ts';
import { type InputName, inputSpec } from '../interface/input-table.ts';
import { IDENTITY_VARIABLE, withIdentity } from '../interface/identity.ts';
import type { Inputs } from '../interface/inputs.ts';
import { readInputs } from '../interface/read-inputs.ts';
import type { CommandName } from '../run/types.ts';

/** A URL with a user and a password, wherever it comes from. */
const URL_WITH_PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/.*:.*@/is;

/** What must not be seen of one secret input. A URL is taken apart; a path to a file is no secret. */
function secretsOfInput(name: InputName): readonly string[] {
  const text = getInput(name, { trimWhitespace: false });
  return name.endsWith('-url') ? secretsOf(text) : [text, text.trim()];
}

/**
 * Every secret that the step was given: its secret inputs, the database URLs among its variables, which a configuration
 * may name, and the identity that decrypts backups.
 */
export function stepSecrets(
  command: CommandName,
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const inputs = actionSpec(command).inputs.filter((name) => inputSpec(name).secret === true);
  const urls = Object.values(env).filter((text) => text !== undefined && URL_WITH_PASSWORD.test(text.trim()));
  return [
    ...inputs.flatMap(secretsOfInput),
    ...urls.flatMap((url) => secretsOf(url ?? '')),
    env[IDENTITY_VARIABLE] ?? '',
  ];
}

/**
 * Reads the step's inputs into one object. An input that another action has is not looked at. The identity may come from
 * the environment, which no longer has it then.
 *
 * @throws SluiceError `CONF_001` with every problem at once
 */
export function readActionInputs(command: CommandName): Inputs {
  const declared: readonly InputName[] = actionSpec(command).inputs;
  const inputs = readInputs(command, (name) => (declared.includes(name) ? getInput(name) : undefined));
  return withIdentity(inputs, process.env);
}
