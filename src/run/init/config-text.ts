import type { InitEngine } from './engines.ts';
import type { InitEnvironment } from './environments.ts';
import type { FoundMigrations } from './find-migrations.ts';

/** What the configuration is made of. */
export interface ConfigFacts {
  readonly engine: InitEngine;
  readonly environments: readonly InitEnvironment[];
  readonly directory: string;
  /** Null: there are no files to tell it by. */
  readonly migrations: FoundMigrations | null;
}

/** Where editors and people find what may stand in the file. */
const SCHEMA = 'https://raw.githubusercontent.com/sluice-actions/sluice/v1/sluice.schema.json';
const SETTINGS = 'https://github.com/sluice-actions/sluice/blob/v1/docs/configuration.md';

/** A text as YAML reads it back; quoted where it could mean anything else. */
export function scalar(text: string): string {
  const plain = /^[A-Za-z][\w./-]*$/u.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/iu.test(text);
  return plain ? text : JSON.stringify(text);
}

function environmentLines({ name, variable, protected: isProtected }: InitEnvironment): readonly string[] {
  return [
    `  ${scalar(name)}:`,
    `    url: \${${variable}}`,
    ...(isProtected
      ? ['    # A migration needs a proven backup, and a rollback has to name the environment.', '    protected: true']
      : []),
  ];
}

/** The text of `sluice.yml`. */
export function configText({ engine, environments, directory, migrations }: ConfigFacts): string {
  const format = migrations !== null && engine.migrations === 'sql' ? [`  format: ${migrations.format}`] : [];
  const backup = [
    'backup:',
    '  # Every backup is restored into a scratch database and compared before it counts.',
    '  verify: restore',
    '  keep: 7',
    '  # A backup holds all the data. Run `age-keygen -o identity.txt`, name the public key that it prints here, and keep',
    '  # the file away from the repository: only who restores needs it, as the secret SLUICE_IDENTITY.',
    "  # encrypt-to: ['age1…']",
    '',
  ];
  return [
    `# yaml-language-server: $schema=${SCHEMA}`,
    `# Every setting: ${SETTINGS}`,
    'version: 1',
    '',
    '# Each URL is the value of a variable: no password stands in this file.',
    'environments:',
    ...environments.flatMap(environmentLines),
    '',
    'migrations:',
    `  directory: ${scalar(directory)}`,
    ...format,
    '',
    ...(engine.backups ? backup : []),
    '# What has to be there before a plan that ran in staging may run in production.',
    'promotion:',
    '  - from: staging',
    '    to: production',
    '    approvals: 1',
    '    distinct-from-author: true',
    '    max-age: 24h',
    '',
  ].join('\n');
}
