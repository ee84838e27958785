import { describe, expect, it } from '@jest/globals';
import type { CommandName } from '../../src/interface/commands.ts';
import type { Inputs } from '../../src/interface/inputs.ts';
import { readInputs } from '../../src/interface/read-inputs.ts';
import { thrownBy } from '../support/thrown.ts';

type Given = Readonly<Record<string, string>>;

const read = (command: CommandName | 'lifecycle', given: Given): Inputs => readInputs(command, (name) => given[name]);

/** What is there although nothing was given. */
const DEFAULTS = {
  uploadArtifacts: true,
  failOn: 'error',
  allowPlaintext: false,
  dryRun: false,
  onFailure: 'rollback',
  acceptDataLoss: false,
  json: false,
  monitorIntervalMs: 5_000,
  limit: 20,
  host: '127.0.0.1',
  port: 0,
} satisfies Inputs;

describe('readInputs', () => {
  it('gives the defaults, and nothing else, when nothing was given', () => {
    expect(read('migrate', {})).toEqual(DEFAULTS);
    expect(read('lifecycle', {})).toEqual(DEFAULTS);
    expect(read('schema', {})).toEqual(DEFAULTS);
  });

  const values: readonly (readonly [CommandName | 'lifecycle', Given, Partial<Inputs>])[] = [
    ['migrate', { 'database-url': ' sqlite:my app.db\n' }, { databaseUrl: 'sqlite:my app.db' }],
    ['migrate', { 'database-url': '', config: '  ', 'max-errors': '', 'dry-run': '' }, {}],
    ['migrate', { 'dry-run': 'true', 'upload-artifacts': 'False' }, { dryRun: true, uploadArtifacts: false }],
    ['migrate', { 'allow-out-of-order': 'FALSE' }, { allowOutOfOrder: false }],
    ['migrate', { 'max-errors': '1', 'batch-size': '+500' }, { maxErrors: 1, batchSize: 500 }],
    ['migrate', { 'max-duration': '1h30min' }, { maxDurationMs: 5_400_000 }],
    ['migrate', { format: 'golang-migrate', 'on-failure': 'stop' }, { format: 'golang-migrate', onFailure: 'stop' }],
    ['migrate', { 'require-backup': 'none', 'to-version': '0012' }, { requireBackup: 'none', toVersion: '0012' }],
    ['promote', { 'max-age': '90d', approvals: '0' }, { maxAgeMs: 7_776_000_000, approvals: 0 }],
    ['readiness-check', { checks: 'disk, locks\n  tls\n\n,' }, { checks: ['disk', 'locks', 'tls'] }],
    ['readiness-check', { 'required-env': 'A,_B2' }, { requiredEnv: ['A', '_B2'] }],
    ['backup', { 'encrypt-to': 'age1abc\nage1def', keep: '3' }, { encryptTo: ['age1abc', 'age1def'], keep: 3 }],
    ['backup', { mode: 'data', verify: 'checksum' }, { mode: 'data', verify: 'checksum' }],
    ['history', { limit: '5', 'run-id': 'r1' }, { limit: 5, runId: 'r1' }],
    [
      'lifecycle',
      { 'migrations-directory': 'db', 'junit-path': 'j.xml' },
      { migrationsDirectory: 'db', junitPath: 'j.xml' },
    ],
    // What a command does not take is not looked at.
    ['validate', { 'max-errors': 'x', mode: 'x' }, {}],
    ['schema', { 'database-url': 'sqlite:a' }, {}],
  ];
  it.each(values)('%s reads %j', (command, given, expected) => {
    expect(read(command, given)).toEqual({ ...DEFAULTS, ...expected });
  });

  const refused: readonly (readonly [CommandName, Given, string])[] = [
    ['migrate', { 'dry-run': 'yes' }, '`dry-run` must be true or false, not "yes".'],
    ['migrate', { 'dry-run': '1' }, '`dry-run` must be true or false, not "1".'],
    ['migrate', { 'max-errors': '0' }, '`max-errors` must be a whole number of at least 1, not "0".'],
    ['migrate', { 'max-errors': '1.5' }, '`max-errors` must be a whole number of at least 1, not "1.5".'],
    ['migrate', { 'max-errors': '5 errors' }, '`max-errors` must be a whole number of at least 1, not "5 errors".'],
    ['migrate', { 'max-errors': '0x10' }, '`max-errors` must be a whole number of at least 1, not "0x10".'],
    [
      'migrate',
      { 'batch-size': '9'.repeat(17) },
      '`batch-size` must be a whole number of at least 1, not "99999999999999999".',
    ],
    [
      'migrate',
      { 'artifact-retention-days': '0' },
      '`artifact-retention-days` must be a whole number from 1 to 400, not "0".',
    ],
    [
      'migrate',
      { 'max-duration': '60' },
      '`max-duration` must be a duration such as 500ms, 5s, 15min or 24h, not "60".',
    ],
    ['migrate', { 'max-duration': '0s' }, '`max-duration` must be from 1ms to 24d, not "0s".'],
    ['migrate', { 'max-duration': '25d' }, '`max-duration` must be from 1ms to 24d, not "25d".'],
    ['promote', { 'max-age': '3651d' }, '`max-age` must be from 1ms to 3650d, not "3651d".'],
    [
      'migrate',
      { 'on-failure': 'rollbck' },
      '`on-failure` must be one of rollback, stop, not "rollbck"; did you mean `rollback`?',
    ],
    [
      'migrate',
      { 'on-failure': 'Stop' },
      '`on-failure` must be one of rollback, stop, not "Stop"; did you mean `stop`?',
    ],
    ['backup', { mode: 'everything' }, '`mode` must be one of full, schema, data, not "everything".'],
    ['backup', { mode: 'x'.repeat(70) }, `\`mode\` must be one of full, schema, data, not "${'x'.repeat(60)}…".`],
    [
      'backup',
      { 'encrypt-to': 'age1abc, AGE-SECRET-KEY-1HUNTER2' },
      '`encrypt-to` must hold age recipients of the kind age1… or age1pq1…; SSH keys, plugins (age1yubikey1…) and hardware keys (age1tag1…) cannot be used; entry 2 of 2 is none.',
    ],
    [
      'readiness-check',
      { 'required-env': 'A, B-C' },
      '`required-env` must hold names of environment variables, not "B-C".',
    ],
  ];
  it.each(refused)('%s refuses %j', (command, given, expected) => {
    const { code, message, fix } = thrownBy(() => read(command, given));
    expect([code, message]).toEqual(['CONF_001', `The input ${expected}`]);
    expect(`${message}${fix}`).not.toMatch(/hunter2/iu);
  });

  it('reports every problem at once', () => {
    const { code, message, fix } = thrownBy(() =>
      read('migrate', { 'max-errors': 'many', 'dry-run': 'maybe', 'on-failure': 'stap', format: 'flyway' }),
    );
    expect(code).toBe('CONF_001');
    expect(message.split('\n')).toEqual([
      '3 inputs are not valid:',
      '  `dry-run` must be true or false, not "maybe".',
      '  `max-errors` must be a whole number of at least 1, not "many".',
      '  `on-failure` must be one of rollback, stop, not "stap"; did you mean `stop`?',
    ]);
    expect(fix).toBe('Correct the inputs named above and run again.');
  });
});
