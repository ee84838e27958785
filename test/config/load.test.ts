import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../src/config/load.ts';
import type { Config } from '../../src/config/types.ts';
import { thrownBy } from '../support/thrown.ts';

const DEFAULTS: Config = {
  environments: [],
  migrations: {
    directory: 'migrations',
    format: 'auto',
    lockTimeoutMs: 5_000,
    lockRetries: 10,
    statementTimeoutMs: 900_000,
    runLeaseMs: 60_000,
    runLockWaitMs: 0,
    allowOutOfOrder: false,
    warnings: 'fail',
    schema: null,
    prefix: 'sluice_',
  },
  backup: { directory: '.sluice/backups', mode: 'full', verify: 'restore', scratch: null, encryptTo: [], keep: 7 },
  validate: { rowCounts: true, checksums: true, foreignKeys: true, rules: [], performance: null },
  triggers: { maxErrors: 5, maxValidationFailures: 3, maxSyncLagMs: 300_000, maxDurationMs: 86_400_000 },
  health: [],
  hooks: { beforeCutover: '', switch: '', afterCutover: '', onFailure: '', shell: false },
  promotion: [],
};

/** The example of the interface, with every setting. */
const EVERYTHING = `version: 1
environments:
  staging:
    url: \${STAGING_DATABASE_URL}          # environment variables only; a literal password is an error
  production:
    url: \${PRODUCTION_DATABASE_URL}
    protected: true
migrations:
  directory: db/migrations
  format: flyway
  lock-timeout: 2s
  lock-retries: 3
  statement-timeout: 0s
  run-lease: 30s
  run-lock-wait: 1min
  allow-out-of-order: true
  warnings: report
  schema: ops
  prefix: _sl_
backup:
  directory: /backups
  mode: schema
  verify: checksum
  scratch: \${SCRATCH_DATABASE_URL}
  encrypt-to: [age1abc]
  keep: 2
validate:
  row-counts: false
  checksums: false
  foreign-keys: false
  rules:
    - { name: every lead has an owner, query: select count(*) from leads where owner_id is null, expect: 0 }
    - { name: no last lead, query: select max(id) from leads, expect: null }
  performance:
    tolerance: 2.3%
    queries: [ { name: active leads, query: "select * from leads where status = 'ACTIVE'" } ]
triggers: { max-errors: 1, max-validation-failures: 2, max-sync-lag: 3s, max-duration: 4h }
health: [ { name: api, url: https://api.example.com/health, expect-status: 204, timeout: 1s } ]
hooks: { before-cutover: "a b", switch: c, after-cutover: d, on-failure: e, shell: true }
promotion:
  - from: staging
    to: production
    approvals: 2
    distinct-from-author: false
    max-age: 30d
    prevent-self-review: false
    roles: { database: ['@acme/dba'], qa: [rosa, ada] }
    window:
      days: [monday, friday]
      hours: 09:30-01:00
      time-zone: Europe/Berlin
      freeze: [2026-12-24, 2026-12-20/2027-01-06]
`;

const load = (text: string, path = 'sluice.yml'): Config => loadConfig({ text, path });

/** What is said about a text; always with the same code. */
function problemsOf(text: string): string {
  const { code, message } = thrownBy(() => load(text));
  expect(code).toBe('CONF_001');
  return message;
}

describe('loadConfig', () => {
  it('gives the defaults without a file, and to a file that sets nothing', () => {
    expect(loadConfig(null)).toEqual(DEFAULTS);
    expect(loadConfig({ text: 'version: 1\n', path: 'sluice.yml' })).toEqual(DEFAULTS);
    expect(loadConfig({ text: '\u{feff}{"version": 1}', path: 'sluice.yml' })).toEqual(DEFAULTS);
  });

  it('reads every setting', () => {
    expect(loadConfig({ text: EVERYTHING, path: 'sluice.yml' })).toEqual({
      environments: [
        { name: 'staging', url: '${STAGING_DATABASE_URL}', protected: false },
        { name: 'production', url: '${PRODUCTION_DATABASE_URL}', protected: true },
      ],
      migrations: {
        directory: 'db/migrations',
        format: 'flyway',
        lockTimeoutMs: 2_000,
        lockRetries: 3,
        statementTimeoutMs: 0,
        runLeaseMs: 30_000,
        runLockWaitMs: 60_000,
        allowOutOfOrder: true,
        warnings: 'report',
        schema: 'ops',
        prefix: '_sl_',
      },
      backup: {
        directory: '/backups',
        mode: 'schema',
        verify: 'checksum',
        scratch: '${SCRATCH_DATABASE_URL}',
        encryptTo: ['age1abc'],
        keep: 2,
      },
      validate: {
        rowCounts: false,
        checksums: false,
        foreignKeys: false,
        rules: [
          { name: 'every lead has an owner', query: 'select count(*) from leads where owner_id is null', expect: 0 },
          { name: 'no last lead', query: 'select max(id) from leads', expect: null },
        ],
        performance: {
          tolerance: 0.023,
          queries: [{ name: 'active leads', query: "select * from leads where status = 'ACTIVE'" }],
        },
      },
      triggers: { maxErrors: 1, maxValidationFailures: 2, maxSyncLagMs: 3_000, maxDurationMs: 14_400_000 },
      health: [{ name: 'api', url: 'https://api.example.com/health', expectStatus: 204, timeoutMs: 1_000 }],
      hooks: { beforeCutover: 'a b', switch: 'c', afterCutover: 'd', onFailure: 'e', shell: true },
      promotion: [
        {
          from: 'staging',
          to: 'production',
          approvals: 2,
          distinctFromAuthor: false,
          preventSelfReview: false,
          preventAdminBypass: true,
          roles: [
            { name: 'database', members: ['@acme/dba'] },
            { name: 'qa', members: ['rosa', 'ada'] },
          ],
          window: {
            days: [1, 5],
            hours: { from: 570, to: 60 },
            timeZone: 'Europe/Berlin',
            freeze: [
              { from: '2026-12-24', to: '2026-12-24' },
              { from: '2026-12-20', to: '2027-01-06' },
            ],
          },
          maxAgeMs: 2_592_000_000,
        },
      ],
    } satisfies Config);
  });

  it.each([
    ['environments: { s: {} }', 'environments', [{ name: 's', url: '${DATABASE_URL}', protected: false }]],
    [
      'environments: { s: { url: "postgres://app:${PW}@${HOST}/shop" } }',
      'environments',
      [{ name: 's', url: 'postgres://app:${PW}@${HOST}/shop', protected: false }],
    ],
    [
      'environments: { s: { url: "postgres://app@localhost/shop" } }',
      'environments',
      [{ name: 's', url: 'postgres://app@localhost/shop', protected: false }],
    ],
    [
      'environments: { s: { url: "sqlite:my app.db" } }',
      'environments',
      [{ name: 's', url: 'sqlite:my app.db', protected: false }],
    ],
    ['hooks: { switch: &s "a", on-failure: *s }', 'hooks', { ...DEFAULTS.hooks, switch: 'a', onFailure: 'a' }],
    [
      'health: [{ name: a, url: "${API}" }]',
      'health',
      [{ name: 'a', url: '${API}', expectStatus: 200, timeoutMs: 5_000 }],
    ],
    [
      'validate: { performance: {} }',
      'validate',
      { ...DEFAULTS.validate, performance: { tolerance: 0.1, queries: [] } },
    ],
  ] as const)('accepts %s', (text, section, expected) => {
    expect(loadConfig({ text: `version: 1\n${text}\n`, path: 'sluice.yml' })[section]).toEqual(expected);
  });

  it('reports every problem at once, in the order of the lines', () => {
    const text = `version: 2
enviroments: {}
environments:
  staging:
    url: postgres://u:hunter2@h/db
    protectd: true
migrations:
  lock_timeout: 5s
  lock-retries: 1
  lock-retries: 2
  format: flywy
promotion:
  - { from: staging, to: prod }
`;
    expect(problemsOf(text)).toBe(
      [
        'sluice.yml has 8 problems:',
        '  sluice.yml:1:10: `version` must be 1, not 2.',
        '  sluice.yml:2:1: unknown key `enviroments`; did you mean `environments`?',
        '  sluice.yml:5:10: the `url` of `staging` holds a literal password; environment variables only: write ${NAME} and set NAME as a secret.',
        '  sluice.yml:6:5: unknown key `environments.staging.protectd`; did you mean `protected`?',
        '  sluice.yml:8:3: unknown key `migrations.lock_timeout`; did you mean `lock-timeout`?',
        '  sluice.yml:10:3: the key `lock-retries` is given twice, first in line 9.',
        '  sluice.yml:11:11: `migrations.format` must be one of auto, sluice, golang-migrate, dbmate, flyway, prisma, goose, drizzle, sqitch, not "flywy".',
        '  sluice.yml:13:26: `promotion[0].to` names no environment: `prod`.',
      ].join('\n'),
    );
  });

  it('says how many more there are where nobody would read on', () => {
    const keys = Array.from({ length: 150 }, (_, index) => `zzz${String(index)}: 1\n`).join('');
    const lines = problemsOf(`version: 1\n${keys}`).split('\n');
    expect([lines[0], lines.length, lines.at(-1)]).toEqual(['sluice.yml has 150 problems:', 102, '  … and 50 more']);
  });

  it('hands the problems to machines as well', () => {
    expect(thrownBy(() => load('version: 3', 'a/b.yml')).details).toEqual({
      path: 'a/b.yml',
      problems: [{ line: 1, column: 10, sentence: '`version` must be 1, not 3' }],
    });
  });

  // Each on top of `version: 1` in line 1, unless it begins with it.
  const cases: readonly (readonly [string, string])[] = [
    // YAML
    ['a: b: c', '2:4: a value that holds a colon and a space must be quoted.'],
    ['hooks:\n\tswitch: a', '3:1: tabs must not indent; use spaces.'],
    ['hooks: { switch: "a', '2:20: a colon, a quote or a bracket is missing.'],
    ['hooks:\n    switch: a\n  shell: true', '4:1: the indentation does not fit the lines above.'],
    ['hooks: { switch: @a }', '2:18: a value that starts with @, ` or % must be quoted.'],
    [
      'hooks: { switch: "\\q" }',
      '2:19: an escape in double quotes is not known; single quotes take a backslash literally.',
    ],
    ['---\nhooks: {}', '2:1: only one YAML document is allowed.'],
    ['hooks: { switch: !foo x }', '2:18: this tag is not known; remove it.'],
    ['hooks: *a', '2:8: this alias has no anchor above it.'],
    ['hooks: &a { switch: *a }', '2:21: this alias holds itself.'],
    [
      'environments: { s: { url: ${URL} } }',
      '2:27: a ${VARIABLE} inside braces or brackets must be quoted: "${VARIABLE}".',
    ],
    [
      'health: [ { name: a, url: ${URL} } ]',
      '2:27: a ${VARIABLE} inside braces or brackets must be quoted: "${VARIABLE}".',
    ],
    [`hooks: ${'['.repeat(20_000)}`, 'this is nested too deeply.'],
    ['__proto__: {}', '2:1: the key `__proto__` is not allowed.'],
    // The file as a whole
    ['version: 1\nversion: 1', '2:1: the key `version` is given twice, first in line 1.'],
    ['version: "1"', '1:10: `version` must be 1, not "1".'],
    // Keys
    ['environment: {}', '2:1: unknown key `environment`; did you mean `environments`?'],
    ['backups: {}', '2:1: unknown key `backups`; did you mean `backup`?'],
    ['unrelated: {}', '2:1: unknown key `unrelated`.'],
    ['lock-timeout: 5s', '2:1: unknown key `lock-timeout`; it belongs under `migrations`.'],
    ['backup: { lock-timeout: 5s }', '2:11: unknown key `backup.lock-timeout`; it belongs under `migrations`.'],
    ['backup: { encryptTo: [] }', '2:11: unknown key `backup.encryptTo`; did you mean `encrypt-to`?'],
    ['health: [{ name: a, url: "http://h/", status: 1 }]', '2:39: unknown key `health[0].status`.'],
    ['environments: { "a b": { uri: x } }', '2:26: unknown key `environments["a b"].uri`; did you mean `url`?'],
    ['hooks: { "onfailure": x }', '2:10: unknown key `hooks.onfailure`; did you mean `on-failure`?'],
    ['hooks: { <<: 1 }', '2:10: unknown key `hooks["<<"]`.'],
    // Types
    ['environments: []', '2:15: `environments` must be a mapping, not a list.'],
    ['environments: { s: 5 }', '2:20: `environments.s` must be a mapping, not 5.'],
    ['environments: { s: { protected: yes } }', '2:33: `environments.s.protected` must be true or false, not "yes".'],
    ['environments: { s: { url: 5 } }', '2:27: `environments.s.url` must be a text.'],
    ['backup:', '2:8: `backup` is empty; it must be a mapping.'],
    ['backup: { scratch: }', '2:20: `backup.scratch` is empty; it must be a text.'],
    ['backup: { encrypt-to: age1abc }', '2:23: `backup.encrypt-to` must be a list.'],
    [
      'backup: { encrypt-to: [AGE-SECRET-KEY-1HUNTER2] }',
      '2:24: `backup.encrypt-to[0]` must be an age recipient of the kind age1… or age1pq1…; SSH keys, plugins (age1yubikey1…) and hardware keys (age1tag1…) cannot be used.',
    ],
    ['hooks: { switch: [a, b] }', '2:18: `hooks.switch` must be a text, not a list.'],
    ['promotion: { from: a }', '2:12: `promotion` must be a list, not a mapping.'],
    // Values
    ['migrations: { directory: "" }', '2:26: `migrations.directory` must not be empty.'],
    ['migrations: { directory: "  " }', '2:26: `migrations.directory` must not be empty.'],
    ['migrations: { directory: "a\\0b" }', '2:26: `migrations.directory` must not hold a NUL character.'],
    [
      'migrations: { lock-timeout: 5 }',
      '2:29: `migrations.lock-timeout` must be a duration such as 500ms, 5s, 15min or 24h, not 5.',
    ],
    [
      'migrations: { lock-timeout: 5 s }',
      '2:29: `migrations.lock-timeout` must be a duration such as 500ms, 5s, 15min or 24h, not "5 s".',
    ],
    ['migrations: { lock-timeout: 0s }', '2:29: `migrations.lock-timeout` must be at least 1ms, not "0s".'],
    ['migrations: { run-lease: 999ms }', '2:26: `migrations.run-lease` must be at least 1s, not "999ms".'],
    ['migrations: { statement-timeout: 25d }', '2:34: `migrations.statement-timeout` must be at most 24d, not "25d".'],
    ['migrations: { lock-retries: 1.5 }', '2:29: `migrations.lock-retries` must be a whole number, not 1.5.'],
    ['migrations: { lock-retries: -1 }', '2:29: `migrations.lock-retries` must be at least 0, not -1.'],
    ['migrations: { lock-retries: 1001 }', '2:29: `migrations.lock-retries` must be at most 1000, not 1001.'],
    ['migrations: { warnings: ignore }', '2:25: `migrations.warnings` must be one of fail, report, not "ignore".'],
    [
      'migrations: { prefix: 1a }',
      '2:23: `migrations.prefix` must have 1 to 40 letters, digits and underscores, and not start with a digit.',
    ],
    [`migrations: { schema: ${'x'.repeat(64)} }`, '2:23: `migrations.schema` must have at most 63 characters.'],
    ['backup: { mode: Full }', '2:17: `backup.mode` must be one of full, schema, data, not "Full".'],
    ['backup: { keep: 0 }', '2:17: `backup.keep` must be at least 1, not 0.'],
    ['triggers: { max-duration: 0s }', '2:27: `triggers.max-duration` must be at least 1ms, not "0s".'],
    [
      'validate: { performance: { tolerance: 10 } }',
      '2:39: `validate.performance.tolerance` must be a percentage such as 10%, not 10.',
    ],
    [
      'validate: { performance: { tolerance: -1% } }',
      '2:39: `validate.performance.tolerance` must be a percentage such as 10%, not "-1%".',
    ],
    [
      'validate:\n  rules:\n    - name: a\n      query: b',
      '4:7: `validate.rules[0].expect` is missing; it must be a text, a number, true, false or null.',
    ],
    [
      'validate: { rules: [{ name: a, query: b, expect: [] }] }',
      '2:50: `validate.rules[0].expect` must be a text, a number, true, false or null, not a list.',
    ],
    [
      'validate: { rules: [{ name: a, query: b, expect: 9007199254740993 }] }',
      '2:50: `validate.rules[0].expect` is too large for a number; quote it.',
    ],
    [
      'health: [{ name: a, url: "http://h/", expect-status: 600 }]',
      '2:54: `health[0].expect-status` must be at most 599, not 600.',
    ],
    ['health:\n  - name: a', '3:5: `health[0].url` is missing; it must be a text.'],
    // URLs
    [
      'environments: { s: { url: "postgres://u:${A}x@h/d" } }',
      '2:27: the `url` of `s` holds a literal password; environment variables only: write ${NAME} and set NAME as a secret.',
    ],
    [
      'environments: { s: { url: "https://hunter2@h/" } }',
      '2:27: the `url` of `s` holds a literal password; environment variables only: write ${NAME} and set NAME as a secret.',
    ],
    [
      'environments: { s: { url: "hunter2" } }',
      '2:27: the `url` of `s` is not valid: the database URL does not begin with a known scheme.',
    ],
    [
      'environments: { s: { url: "postgres://h" } }',
      '2:27: the `url` of `s` is not valid: the database URL names no database.',
    ],
    [
      'environments: { s: { url: "${A" } }',
      '2:27: the `url` of `s` holds a ${ that does not begin a reference such as ${DATABASE_URL}.',
    ],
    [
      'environments: { s: { url: "${A-b}" } }',
      '2:27: the `url` of `s` holds a ${ that does not begin a reference such as ${DATABASE_URL}.',
    ],
    [
      'backup: { scratch: "mysql://u:hunter2@h/d" }',
      '2:20: `backup.scratch` holds a literal password; environment variables only: write ${NAME} and set NAME as a secret.',
    ],
    ['health: [{ name: a, url: "postgres://h/d" }]', '2:26: `health[0].url` must begin with http:// or https://.'],
    [
      'health: [{ name: a, url: "https://u:hunter2@h/" }]',
      '2:26: `health[0].url` holds a literal password; environment variables only: write ${NAME} and set NAME as a secret.',
    ],
    // Rules between values
    [
      'environments: { " s": {} }',
      '2:17: the name of an environment must have 1 to 255 characters, no control characters, and no white space around it.',
    ],
    [
      'environments: { a: {}, b: {} }\npromotion: [{ from: a, to: b, window: { hours: 9-16 } }]',
      '3:48: `promotion[0].window.hours` must be hours such as 09:00-16:00, not "9-16".',
    ],
    [
      'environments: { a: {}, b: {} }\npromotion: [{ from: a, to: b, window: { time-zone: Mars } }]',
      '3:52: `promotion[0].window.time-zone` must be the name of a time zone, such as Europe/Berlin, not "Mars".',
    ],
    [
      'environments: { a: {}, b: {} }\npromotion: [{ from: a, to: b, window: { freeze: [2026-13-01] } }]',
      '3:50: `promotion[0].window.freeze[0]` must be a day such as 2026-12-24, or a first and a last day such as 2026-12-20/2027-01-06, not "2026-13-01".',
    ],
    [
      'environments: { stag: {}, prod: {} }\npromotion: [{ from: stage, to: prod }]',
      '3:21: `promotion[0].from` names no environment: `stage`; did you mean `stag`?',
    ],
    [
      'environments: { prod: {} }\npromotion: [{ from: prod, to: prod }]',
      '3:31: `promotion[0]` promotes `prod` to itself.',
    ],
    [
      'environments: { a: {}, b: {} }\npromotion:\n  - { from: a, to: b }\n  - { from: a, to: b }',
      '5:5: `promotion[1]` repeats the rule from `a` to `b`.',
    ],
    [
      'validate: { rules: [{ name: a, query: b, expect: 1 }, { name: a, query: c, expect: 1 }] }',
      '2:63: `validate.rules[1].name` is the name of another one as well: `a`.',
    ],
  ];
  it.each(cases)('refuses %j', (text, expected) => {
    const message = problemsOf(text.startsWith('version') ? text : `version: 1\n${text}`);
    expect(message).toMatch(/^sluice\.yml:\d+:\d+: /u);
    expect(message.slice(expected.startsWith('this') ? -expected.length : 'sluice.yml:'.length)).toBe(expected);
    expect(message).not.toMatch(/hunter2/iu);
  });

  it.each([
    ['', '1:1: the file is empty; it needs at least `version: 1`.'],
    ['# only a comment\n', '1:1: the file is empty; it needs at least `version: 1`.'],
    ['hello', '1:1: the file must be a mapping, not "hello".'],
    ['- 1', '1:1: the file must be a mapping, not a list.'],
    ['hooks: {}', '1:1: `version` is missing; it must be 1.'],
    ['\u{feff}version: 2', '1:10: `version` must be 1, not 2.'],
    ['version: 1\r\nx: 1\r\n', '2:1: unknown key `x`.'],
    [`# ${'x'.repeat(1_048_576)}`, '1:1: the file is longer than 1 MiB.'],
  ])('refuses the file %.20j', (text, expected) => {
    expect(problemsOf(text)).toBe(`sluice.yml:${expected}`);
  });

  it('bounds what aliases of aliases unfold to', () => {
    const lines = ['version: 1', 'a: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 10; level += 1) {
      lines.push(
        `b${String(level)}: &a${String(level)} [${Array.from({ length: 10 }, () => `*a${String(level - 1)}`).join(', ')}]`,
      );
    }
    expect(problemsOf(lines.join('\n'))).toMatch(/^sluice\.yml:\d+:\d+: the file holds too many values\.$/u);
  });
});
