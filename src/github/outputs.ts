import { setOutput, warning } from '@actions/core';
import { actionSpec } from '../interface/actions.ts';
import type { Redactor } from '../redact.ts';
import type { CommandName } from '../run/types.ts';

/**
 * Sets every output that the action declares; one that does not apply is the empty string. GitHub drops an output that
 * holds a masked value without a word, so such a value is not set, and that is said.
 */
export function setOutputs(
  command: CommandName,
  outputs: Readonly<Record<string, string>>,
  redactor: Pick<Redactor, 'redact'>,
): void {
  for (const name of actionSpec(command).outputs) {
    const value = outputs[name] ?? '';
    const holdsSecret = redactor.redact(value) !== value;
    if (holdsSecret) warning(`The output ${name} is left empty because it would hold a secret.`);
    setOutput(name, holdsSecret ? '' : value);
  }
}
