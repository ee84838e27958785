/** Runs `sluice init` as an account without privileges: `node as-nobody.ts <folder>`. Prints the error as JSON. */
import { systemClock } from '../../../../src/clock.ts';
import { reportError } from '../../../../src/errors.ts';
import { readInputs } from '../../../../src/interface/read-inputs.ts';
import { Redactor } from '../../../../src/redact.ts';
import { scaffold } from '../../../../src/run/init/scaffold.ts';

const NOBODY = 65_534;

// Root may do everything, whatever the mode says.
if (process.getuid?.() === 0) {
  process.setgroups?.([]);
  process.setgid?.(NOBODY);
  process.setuid?.(NOBODY);
}
const inputs = readInputs('init', () => undefined);
const context = {
  signal: new AbortController().signal,
  clock: systemClock,
  env: { DATABASE_URL: 'sqlite:app.db' },
  workingDirectory: process.argv[2] ?? '',
  redactor: new Redactor(),
  actor: { name: 'nobody', host: 'test', pid: process.pid, runUrl: null },
  origin: null,
  promotion: null,
  emit: () => {},
};
try {
  process.stdout.write(JSON.stringify(await scaffold(inputs, context)));
} catch (error) {
  process.stdout.write(JSON.stringify(reportError(error)));
}
