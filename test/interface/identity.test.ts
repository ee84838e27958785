import { describe, expect, it } from '@jest/globals';
import { withIdentity } from '../../src/interface/identity.ts';
import { readInputs } from '../../src/interface/read-inputs.ts';

describe('withIdentity', () => {
  const none = readInputs('migrate', () => undefined);

  it.each([
    ['takes the variable where nothing else was given', none, 'from-env', 'from-env'],
    ['prefers what was given', { ...none, identity: 'given' }, 'from-env', 'given'],
    ['takes white space for nothing', none, ' \n', undefined],
    ['takes an unset secret for nothing', none, '', undefined],
    ['does without', none, undefined, undefined],
  ])('%s, and leaves no variable to inherit', (_, inputs, variable, expected) => {
    const env: Record<string, string | undefined> = { OTHER: 'stays', SLUICE_IDENTITY: variable };
    expect(withIdentity(inputs, env).identity).toBe(expected);
    expect(env).toEqual({ OTHER: 'stays' });
    expect(Object.keys(env)).toEqual(['OTHER']);
  });
});
