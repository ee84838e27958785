/** Runs commands as an account without privileges: `node as-nobody.ts <JSON of a Request>`. Prints the errors as JSON. */
import { systemClock } from '../../../../src/clock.ts';
import { readInputs } from '../../../../src/interface/read-inputs.ts';
import { Redactor } from '../../../../src/redact.ts';
import { commands } from '../../../../src/run/index.ts';
import type { CommandName } from '../../../../src/run/types.ts';

/** What to run. */
export interface Request {
  readonly command: CommandName;
  readonly given: Readonly<Record<string, string>>;
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
}

const NOBODY = 65_534;
const request = JSON.parse(process.argv[2] ?? '') as Request;

// Root may do everything, whatever the mode says.
if (process.getuid?.() === 0) {
  process.setgroups?.([]);
  process.setgid?.(NOBODY);
  process.setuid?.(NOBODY);
}
const { command, given, directory, env } = request;
const { status, errors } = await commands[command](
  readInputs(command, (name) => given[name]),
  {
    signal: new AbortController().signal,
    clock: systemClock,
    env,
    workingDirectory: directory,
    redactor: new Redactor(),
    actor: { name: 'nobody', host: 'test', pid: process.pid, runUrl: null },
    origin: null,
    promotion: null,
    emit: () => {},
  },
);
process.stdout.write(JSON.stringify({ status, errors }));
