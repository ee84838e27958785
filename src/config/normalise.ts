import { parseDuration } from '../duration.ts';
import type { FilledConfig } from './schema.ts';
import { WEEKDAYS, type Config, type WindowConfig } from './types.ts';

/** The schema let only durations through. */
function ms(text: string): number {
  return parseDuration(text) ?? Number.NaN;
}

/** `10%` → 0.1, without the rounding error that a division would leave in 2.3 %. */
function fraction(percentage: string): number {
  return Number(`${percentage.slice(0, -1)}e-2`);
}

/** `09:30` → 570. */
function minutes(clock: string): number {
  const [hours, rest] = clock.split(':');
  return Number(hours) * 60 + Number(rest);
}

function windowOf(window: NonNullable<FilledConfig['promotion'][number]['window']>): WindowConfig {
  const [from, to] = (window.hours ?? '').split('-');
  return {
    days: window.days.map((name) => WEEKDAYS.indexOf(name) + 1),
    hours: from === undefined || to === undefined ? null : { from: minutes(from), to: minutes(to) },
    timeZone: window['time-zone'],
    freeze: window.freeze.map((days) => {
      const [first = '', last = first] = days.split('/');
      return { from: first, to: last };
    }),
  };
}

/** Turns the words of the file into the {@link Config} that the rest of Sluice reads. */
export function normalise(filled: FilledConfig): Config {
  const { migrations, backup, validate, triggers, hooks } = filled;
  return {
    environments: Object.entries(filled.environments).map(([name, environment]) => ({ name, ...environment })),
    migrations: {
      directory: migrations.directory,
      format: migrations.format,
      lockTimeoutMs: ms(migrations['lock-timeout']),
      lockRetries: migrations['lock-retries'],
      statementTimeoutMs: ms(migrations['statement-timeout']),
      runLeaseMs: ms(migrations['run-lease']),
      runLockWaitMs: ms(migrations['run-lock-wait']),
      allowOutOfOrder: migrations['allow-out-of-order'],
      warnings: migrations.warnings,
      schema: migrations.schema ?? null,
      prefix: migrations.prefix,
    },
    backup: {
      directory: backup.directory,
      mode: backup.mode,
      verify: backup.verify,
      scratch: backup.scratch ?? null,
      encryptTo: backup['encrypt-to'],
      keep: backup.keep,
    },
    validate: {
      rowCounts: validate['row-counts'],
      checksums: validate.checksums,
      foreignKeys: validate['foreign-keys'],
      rules: validate.rules,
      performance:
        validate.performance === undefined
          ? null
          : { tolerance: fraction(validate.performance.tolerance), queries: validate.performance.queries },
    },
    triggers: {
      maxErrors: triggers['max-errors'],
      maxValidationFailures: triggers['max-validation-failures'],
      maxSyncLagMs: ms(triggers['max-sync-lag']),
      maxDurationMs: ms(triggers['max-duration']),
    },
    health: filled.health.map((check) => ({
      name: check.name,
      url: check.url,
      expectStatus: check['expect-status'],
      timeoutMs: ms(check.timeout),
    })),
    hooks: {
      beforeCutover: hooks['before-cutover'],
      switch: hooks.switch,
      afterCutover: hooks['after-cutover'],
      onFailure: hooks['on-failure'],
      shell: hooks.shell,
    },
    promotion: filled.promotion.map((rule) => ({
      from: rule.from,
      to: rule.to,
      approvals: rule.approvals,
      distinctFromAuthor: rule['distinct-from-author'],
      maxAgeMs: ms(rule['max-age']),
      preventSelfReview: rule['prevent-self-review'],
      preventAdminBypass: rule['prevent-admin-bypass'],
      roles: Object.entries(rule.roles).map(([name, members]) => ({ name, members })),
      window: rule.window === undefined ? null : windowOf(rule.window),
    })),
  };
}
