import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../src/config/load.ts';
import { findEnvironment, resolveScratch, resolveUrl, workingEnvironment } from '../../src/config/resolve.ts';
import type { Config } from '../../src/config/types.ts';
import { thrownBy } from '../support/thrown.ts';

const read = (text: string): Config => loadConfig({ text: `version: 1\n${text}`, path: 'sluice.yml' });
const none = loadConfig(null);
const one = read('environments: { prod: { url: "${PROD}", protected: true } }');
const two = read(
  'environments: { staging: { url: "${STAGING}" }, prod: { url: "postgres://app:${PW}@${HOST}/shop" } }',
);

describe('resolveUrl', () => {
  it.each([
    ['the input before all', one, 'prod', { PROD: 'b', DATABASE_URL: 'c' }, 'a', 'a'],
    ['the named environment before DATABASE_URL', two, 'staging', { STAGING: 'b', DATABASE_URL: 'c' }, undefined, 'b'],
    ['an empty input as none', two, 'staging', { STAGING: 'b' }, ' ', 'b'],
    ['DATABASE_URL without an environment', two, undefined, { DATABASE_URL: 'c' }, undefined, 'c'],
    ['DATABASE_URL without a configuration', none, undefined, { DATABASE_URL: 'c' }, undefined, 'c'],
    ['the only environment', one, undefined, { PROD: 'b', DATABASE_URL: '' }, undefined, 'b'],
    ['several references', two, 'prod', { PW: 'x', HOST: 'h' }, undefined, 'postgres://app:x@h/shop'],
    [
      'a value that looks like a reference, literally',
      two,
      'prod',
      { PW: '${HOST}$&$1', HOST: 'h' },
      undefined,
      'postgres://app:${HOST}$&$1@h/shop',
    ],
  ] as const)('takes %s', (_, config, name, env, override, expected) => {
    expect(resolveUrl(config, name, env, override)).toBe(expected);
  });

  it.each([
    [
      two,
      'staging',
      {},
      undefined,
      'The url of the environment "staging" needs the environment variable STAGING, which is not set.',
    ],
    [
      two,
      'staging',
      { STAGING: ' \n' },
      undefined,
      'The url of the environment "staging" needs the environment variable STAGING, which is not set.',
    ],
    [
      two,
      'prod',
      {},
      undefined,
      'The url of the environment "prod" needs the environment variables PW and HOST, which are not set.',
    ],
    [
      one,
      undefined,
      {},
      undefined,
      'The url of the environment "prod" needs the environment variable PROD, which is not set.',
    ],
    [two, undefined, {}, undefined, 'No database is named.'],
    [none, undefined, {}, undefined, 'No database is named.'],
    [
      two,
      'stagin',
      { DATABASE_URL: 'c' },
      undefined,
      'The configuration has no environment "stagin"; did you mean `staging`?',
    ],
    // A misspelt name must not take a database out of its protection.
    [two, 'production', {}, 'a', 'The configuration has no environment "production".'],
    [none, 'prod', {}, 'a', 'The configuration has no environment "prod".'],
  ] as const)('%#: refuses %s', (config, name, env, override, message) => {
    const error = thrownBy(() => resolveUrl(config, name, env, override));
    expect([error.code, error.message]).toEqual(['CONF_001', message]);
  });

  it('says where to get what is missing', () => {
    expect(thrownBy(() => resolveUrl(two, 'staging', {})).fix).toBe(
      'Set STAGING; in a workflow: `env: { STAGING: ${{ secrets.STAGING }} }`.',
    );
    expect(thrownBy(() => resolveUrl(two, undefined, {})).fix).toBe(
      'Set environment to one of staging, prod, or set database-url.',
    );
    expect(thrownBy(() => resolveUrl(none, undefined, {})).fix).toBe('Set database-url, or the variable DATABASE_URL.');
    expect(thrownBy(() => findEnvironment(two, 'x')).fix).toBe(
      'Use one of staging, prod, or add it under `environments:` in sluice.yml.',
    );
  });
});

describe('workingEnvironment', () => {
  it.each([
    ['the named one', two, 'prod', {}, undefined, 'prod'],
    ['the named one, with the URL from the input', two, 'prod', {}, 'a', 'prod'],
    ['the only one, so that its protection holds', one, undefined, {}, undefined, 'prod'],
    ['none when the URL comes from DATABASE_URL', one, undefined, { DATABASE_URL: 'c' }, undefined, undefined],
    ['none when the URL comes from the input', one, undefined, {}, 'a', undefined],
    ['none of several', two, undefined, {}, undefined, undefined],
  ] as const)('is %s', (_, config, name, env, override, expected) => {
    expect(workingEnvironment(config, name, env, override)?.name).toBe(expected);
  });
});

describe('workingEnvironment without a name', () => {
  const guarded = read(
    'environments:\n  staging: { url: "${STAGING}" }\n  prod: { url: "${PROD}", protected: true }\n  other: { url: "${OTHER}" }\n',
  );
  const urls = { STAGING: 'sqlite:a', PROD: 'sqlite:b', OTHER: 'sqlite:a' };

  it.each([
    ['the one whose URL is in DATABASE_URL', { ...urls, DATABASE_URL: ' sqlite:b ' }, undefined, 'prod'],
    ['the one whose URL is the input', urls, 'sqlite:b', 'prod'],
    ['none when it is the URL of none', urls, 'sqlite:c', undefined],
    ['none when it is that of two, and neither is protected', urls, 'sqlite:a', undefined],
    ['none of those whose variables are not set', { PROD: 'sqlite:b' }, 'sqlite:a', undefined],
  ] as const)('is %s', (_, env, override, expected) => {
    expect(workingEnvironment(guarded, undefined, env, override)?.name).toBe(expected);
  });

  it('is refused when the database may be a protected one', () => {
    const refused = thrownBy(() => workingEnvironment(guarded, undefined, { ...urls, PROD: 'sqlite:a' }, 'sqlite:a'));
    expect(refused).toMatchObject({
      code: 'CONF_001',
      message: expect.stringContaining('staging or prod or other, of which prod is protected') as unknown,
      fix: 'Name it: environment: staging or prod or other.',
    });
    const env = { ...urls, PROD: 'sqlite:a' };
    expect(workingEnvironment(guarded, undefined, env, 'sqlite:a', true)).toBeNull();
  });
});

describe('resolveScratch', () => {
  it('expands its references', () => {
    const config = read('backup: { scratch: "${SCRATCH}" }');
    expect(resolveScratch(config, { SCRATCH: 'sqlite:x' })).toBe('sqlite:x');
    expect(thrownBy(() => resolveScratch(config, {})).message).toBe(
      'The setting backup.scratch needs the environment variable SCRATCH, which is not set.',
    );
  });

  it('leaves the choice to the driver when it is not set', () => {
    expect(resolveScratch(none, {})).toBeNull();
  });
});
