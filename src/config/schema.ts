import { z } from 'zod';
import { DURATION_PATTERN, formatDuration, LONGEST_TIMER_MS, parseDuration } from '../duration.ts';
import { RECIPIENT_KINDS, RECIPIENT_PATTERN } from '../recipient-text.ts';
import { BACKUP_MODES, MIGRATION_FORMATS, VERIFY_LEVELS, WEEKDAYS } from './types.ts';

/** What a percentage looks like: `10%`, `2.5%`. */
const PERCENTAGE_PATTERN = /^\d+(?:\.\d+)?%$/u;

/** A duration; bounds are inclusive, in milliseconds. */
function duration(minimumMs: number, maximumMs = LONGEST_TIMER_MS): z.ZodString {
  const error = 'must be a duration such as 500ms, 5s, 15min or 24h';
  return z
    .string({ error })
    .regex(DURATION_PATTERN, { error, abort: true })
    .refine((text) => (parseDuration(text) ?? Number.POSITIVE_INFINITY) >= minimumMs, {
      error: `must be at least ${formatDuration(minimumMs)}`,
    })
    .refine((text) => (parseDuration(text) ?? Number.POSITIVE_INFINITY) <= maximumMs, {
      error: `must be at most ${maximumMs === LONGEST_TIMER_MS ? '24d' : formatDuration(maximumMs)}`,
    });
}

/** A text that must say something, and fits into a file name, an argument and a C string. */
function text(): z.ZodString {
  return z
    .string()
    .regex(/\S/u, { error: 'must not be empty', abort: true })
    .refine((value) => !value.includes('\0'), { error: 'must not hold a NUL character' });
}

const count = (minimum: number, maximum: number): z.ZodInt => z.int().min(minimum).max(maximum);

const environment = z
  .strictObject({
    url: text()
      .default('${DATABASE_URL}')
      .describe('Database URL; passwords come from environment variables only: `${STAGING_DATABASE_URL}`.'),
    protected: z
      .boolean()
      .default(false)
      .describe(
        'A proven backup and a confirmed rollback are required, and the whole lifecycle asks the promotion gate.',
      ),
  })
  .describe('A database by name.');

const migrations = z
  .strictObject({
    directory: text().default('migrations').describe('Folder of the migration files.'),
    format: z.enum(MIGRATION_FORMATS).default('auto').describe('Format of the migration files; `auto` detects it.'),
    'lock-timeout': duration(1)
      .default('5s')
      .describe('How long a statement waits for a lock of another session; retried with jitter.'),
    'lock-retries': count(0, 1000)
      .default(10)
      .describe('How often a statement that did not get its lock is tried again.'),
    'statement-timeout': duration(0).default('15min').describe('How long one statement may run; `0s` = no limit.'),
    'run-lease': duration(1000).default('60s').describe('How long the run lock outlives a killed run.'),
    'run-lock-wait': duration(0).default('0s').describe('How long to wait for another run’s lock; `0s` = not at all.'),
    'allow-out-of-order': z
      .boolean()
      .default(false)
      .describe('Accept a migration that is older than one already applied.'),
    warnings: z
      .enum(['fail', 'report'])
      .default('fail')
      .describe('Whether a warning of the server fails the migration or is only reported.'),
    schema: text().max(63).optional().describe('Schema of Sluice’s own tables; default: the connection’s own.'),
    prefix: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]{0,39}$/u, {
        error: 'must have 1 to 40 letters, digits and underscores, and not start with a digit',
      })
      .default('sluice_')
      .describe('Prefix of Sluice’s own tables.'),
  })
  .describe('How migrations are found and run.');

const backup = z
  .strictObject({
    directory: text().default('.sluice/backups').describe('Folder of the backups.'),
    mode: z.enum(BACKUP_MODES).default('full').describe('What a backup holds.'),
    verify: z
      .enum(VERIFY_LEVELS)
      .default('restore')
      .describe('How a backup is proven; `restore` restores it into a scratch database and compares.'),
    scratch: text()
      .optional()
      .describe('URL of the scratch database; default: one on the same server, dropped afterwards.'),
    'encrypt-to': z
      .array(z.string().regex(RECIPIENT_PATTERN, { error: `must be an age recipient ${RECIPIENT_KINDS}` }))
      .default([])
      .describe('age recipients, `age1…` or `age1pq1…`; none = not encrypted.'),
    keep: count(1, 10_000).default(7).describe('How many backups stay.'),
  })
  .describe('How backups are taken and proven.');

/** A number that is still the one that was written: larger ones are rounded before anybody sees them. */
const exactNumber = z.number().refine((value) => !Number.isInteger(value) || Number.isSafeInteger(value), {
  error: 'is too large for a number; quote it',
});

const rule = z.strictObject({
  name: text().describe('Shown in reports.'),
  query: text().describe('A query that returns one value.'),
  expect: z
    .union([z.string(), exactNumber, z.boolean(), z.null()], { error: 'must be a text, a number, true, false or null' })
    .describe('The value it must return.'),
});

const percentage = 'must be a percentage such as 10%';

const performance = z
  .strictObject({
    tolerance: z
      .string({ error: percentage })
      .regex(PERCENTAGE_PATTERN, { error: percentage })
      .default('10%')
      .describe('How much slower is still good.'),
    queries: z
      .array(z.strictObject({ name: text().describe('Shown in reports.'), query: text().describe('The query.') }))
      .default([])
      .describe('Queries that are measured before and after.'),
  })
  .describe('Queries that may not become slower.');

const validate = z
  .strictObject({
    'row-counts': z.boolean().default(true).describe('Compare the row counts of untouched tables.'),
    checksums: z.boolean().default(true).describe('Compare the checksums of untouched tables.'),
    'foreign-keys': z.boolean().default(true).describe('Look for rows that point to no parent.'),
    rules: z.array(rule).default([]).describe('Queries whose value is known.'),
    performance: performance.optional(),
  })
  .describe('What is compared after a migration.');

const triggers = z
  .strictObject({
    'max-errors': count(1, 1_000_000).default(5).describe('Errors that stop the run.'),
    'max-validation-failures': count(1, 1_000_000).default(3).describe('Failed validations that stop the run.'),
    'max-sync-lag': duration(1).default('300s').describe('How far the target may lie behind the source.'),
    'max-duration': duration(1).default('24h').describe('Time that the run may take.'),
  })
  .describe('What stops a run and rolls it back.');

const health = z.strictObject({
  name: text().describe('Shown in reports.'),
  url: text().describe('Endpoint: http:// or https://.'),
  'expect-status': count(100, 599).default(200).describe('The HTTP status that it must answer with.'),
  timeout: duration(1).default('5s').describe('How long to wait for the answer.'),
});

const hook = (when: string): z.ZodDefault<z.ZodString> =>
  z
    .string()
    .refine((value) => !value.includes('\0'), { error: 'must not hold a NUL character' })
    .default('')
    .describe(`Command that runs ${when}; empty = none.`);

const hooks = z
  .strictObject({
    'before-cutover': hook('before the cutover'),
    switch: hook('to switch the application over'),
    'after-cutover': hook('after the cutover'),
    'on-failure': hook('when the run failed'),
    shell: z.boolean().default(false).describe('Run the commands through a shell.'),
  })
  .describe('Commands around the cutover; run without a shell unless `shell` is true.');

const day = String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`;
const clock = String.raw`(?:[01]\d|2[0-3]):[0-5]\d`;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const promotionWindow = z
  .strictObject({
    days: z.array(z.enum(WEEKDAYS)).default([]).describe('Days on which promotions may happen; empty = every day.'),
    hours: z
      .string()
      .regex(new RegExp(`^${clock}-${clock}$`, 'u'), { error: 'must be hours such as 09:00-16:00' })
      .optional()
      .describe('Hours in which promotions may happen, such as `09:00-16:00`; past midnight when the end comes first.'),
    'time-zone': text()
      .refine(isTimeZone, { error: 'must be the name of a time zone, such as Europe/Berlin' })
      .default('UTC')
      .describe('Time zone of days, hours and freeze.'),
    freeze: z
      .array(
        z.string().regex(new RegExp(`^${day}(?:/${day})?$`, 'u'), {
          error: 'must be a day such as 2026-12-24, or a first and a last day such as 2026-12-20/2027-01-06',
        }),
      )
      .default([])
      .describe('Days without promotions, such as `2026-12-24` or `2026-12-20/2027-01-06`.'),
  })
  .describe('When promotions may happen.');

const promotion = z.strictObject({
  from: text().describe('The environment whose evidence counts.'),
  to: text().describe('The environment that the plan shall run in.'),
  approvals: count(0, 100).default(1).describe('How many people must have approved.'),
  'distinct-from-author': z.boolean().default(true).describe('Nobody approves what they wrote.'),
  'max-age': duration(1, 3650 * 86_400_000)
    .default('24h')
    .describe('How old evidence may be.'),
  'prevent-self-review': z
    .boolean()
    .default(true)
    .describe('The GitHub environment must keep people from approving the runs that they started.'),
  'prevent-admin-bypass': z
    .boolean()
    .default(true)
    .describe('The GitHub environment must hold for administrators, too.'),
  roles: z
    .record(text(), z.array(text()).min(1))
    .default({})
    .describe('Parts that must each have signed, and who may sign: logins, or teams as `@organisation/team`.'),
  window: promotionWindow.optional(),
});

/** `sluice.yml` as it is written; every default stands here and nowhere else. */
export const configSchema = z
  .strictObject({
    version: z.literal(1).describe('Version of this format.'),
    environments: z.record(z.string(), environment).default({}).describe('The databases, by name.'),
    migrations: migrations.prefault({}),
    backup: backup.prefault({}),
    validate: validate.prefault({}),
    triggers: triggers.prefault({}),
    health: z.array(health).default([]).describe('Application endpoints that must answer.'),
    hooks: hooks.prefault({}),
    promotion: z.array(promotion).default([]).describe('What must hold before a plan runs in the next environment.'),
  })
  .describe('Configuration of Sluice.');

/** `sluice.yml` as a person writes it. */
export type WrittenConfig = z.input<typeof configSchema>;

/** {@link WrittenConfig} with its defaults, still in the words of the file. */
export type FilledConfig = z.output<typeof configSchema>;
