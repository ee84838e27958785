import { readFile } from 'node:fs/promises';
import { CommanderError } from 'commander';
import { InterruptedError, reportError, SluiceError, type ReportedError } from '../errors.ts';
import type { Inputs } from '../interface/inputs.ts';
import { withIdentity } from '../interface/identity.ts';
import { readInputs } from '../interface/read-inputs.ts';
import { Redactor } from '../redact.ts';
import { backupsText, checkBackup, checkedText, readBackups } from '../run/backups.ts';
import { requestControl } from '../run/control.ts';
import { withDatabase } from '../run/execution.ts';
import { historyText, readHistory, readRun } from '../run/history.ts';
import { commands, configJsonSchema } from '../run/index.ts';
import { readStatus, statusText } from '../run/status.ts';
import type { Command, CommandResult, RunContext } from '../run/types.ts';
import { cliContext } from './context.ts';
import { readIdentityFile } from './identity-file.ts';
import { buildProgram, type Typed } from './program.ts';
import { interruptSignal } from './signals.ts';

type Exit = CommandResult['exitCode'];

/** One command's way through the command line: prints, and returns the exit status. */
type Handler = (inputs: Inputs, context: RunContext, typed: Typed) => Promise<Exit>;

function print(context: RunContext, text: string): void {
  process.stdout.write(`${context.redactor.redact(text)}\n`);
}

/** Prints data as JSON or for people. */
function show(inputs: Inputs, context: RunContext, data: object, text: string): Exit {
  print(context, inputs.json ? JSON.stringify(data, null, 2) : text);
  return 0;
}

/** An error as everybody reads it: code, sentence, causes, fix. */
function errorText({ code, message, causes, fix }: ReportedError): string {
  const because = causes.map((cause) => `  caused by: ${cause}`);
  return [`${code}: ${message}`, ...because, `fix: ${fix}`].join('\n');
}

/** A command that leaves a report. */
function reported(command: Command): Handler {
  return async (inputs, context) => {
    const result = await command(inputs, context);
    const json = result.reportFiles[0];
    if (inputs.json) {
      // It was redacted value by value as it was written; again, as a text, could break the JSON.
      if (json !== undefined) process.stdout.write(await readFile(json, 'utf8'));
      else print(context, JSON.stringify({ schema: 'sluice.report/1', errors: result.errors }, null, 2));
    } else {
      print(context, summary(result));
    }
    for (const error of result.errors) process.stderr.write(`${context.redactor.redact(errorText(error))}\n`);
    return result.exitCode;
  };
}

function summary({ status, outputs, reportFiles }: CommandResult): string {
  const shown = Object.entries(outputs).filter(
    ([name, value]) => value !== '' && !['status', 'report-path', 'report-digest'].includes(name),
  );
  return [
    `status: ${status}`,
    ...shown.map(([name, value]) => `${name}: ${value}`),
    ...reportFiles.map((path) => `report: ${path}`),
  ].join('\n');
}

function control(request: 'pause' | 'resume' | 'stop'): Handler {
  return async (inputs, context) => {
    const runId = await withDatabase(inputs, context, (open) => requestControl(open, request));
    return show(inputs, context, { runId, request }, `asked run ${runId} to ${request}`);
  };
}

const backup: Handler = async (inputs, context, typed) => {
  switch (typed.subcommand) {
    case 'list': {
      const catalog = await readBackups(inputs, context);
      return show(inputs, context, catalog, backupsText(catalog));
    }
    case 'verify': {
      const checked = await checkBackup(inputs, context);
      return show(inputs, context, checked.manifest, checkedText(checked));
    }
    case 'restore':
      return reported(commands.rollback)({ ...inputs, to: 'backup' }, context, typed);
    case 'schema':
    case 'data':
      return reported(commands.backup)({ ...inputs, mode: typed.subcommand }, context, typed);
    default:
      return reported(commands.backup)(inputs, context, typed);
  }
};

const history: Handler = async (inputs, context) => {
  const { runId } = inputs;
  if (runId === undefined) {
    const runs = await withDatabase(inputs, context, readHistory);
    return show(inputs, context, runs, historyText(runs));
  }
  const entries = await withDatabase(inputs, context, (open) => readRun(open, runId));
  const text = entries.map(({ at, stage, entry }) => `${at}  ${stage}  ${JSON.stringify(entry)}`).join('\n');
  return show(inputs, context, entries, text);
};

const status: Handler = async (inputs, context) => {
  const found = await withDatabase(inputs, context, readStatus);
  show(inputs, context, found, statusText(found));
  return found.problem === null ? 0 : 1;
};

const HANDLERS: Readonly<Partial<Record<Typed['command'], Handler>>> = {
  'readiness-check': reported(commands['readiness-check']),
  backup,
  migrate: reported(commands.migrate),
  validate: reported(commands.validate),
  rollback: reported(commands.rollback),
  status,
  history,
  pause: control('pause'),
  resume: control('resume'),
  stop: control('stop'),
  schema: (inputs, context) =>
    Promise.resolve(show({ ...inputs, json: true }, context, configJsonSchema() as object, '')),
};

async function handle(typed: Typed): Promise<Exit> {
  const handler = HANDLERS[typed.command];
  if (handler === undefined) throw new SluiceError('INT_001', `The command ${typed.command} has no handler.`);
  const inputs = withIdentity(await readIdentityFile(readInputs(typed.command, typed.given)), process.env);
  const ended = new AbortController();
  const context = cliContext(inputs, interruptSignal(), ended.signal);
  try {
    return await handler(inputs, context, typed);
  } catch (error) {
    if (error instanceof InterruptedError) return 130;
    const reportable = reportError(error);
    process.stderr.write(`${context.redactor.redact(errorText(reportable))}\n`);
    return reportable.code === 'CONF_001' ? 2 : 1;
  } finally {
    ended.abort();
  }
}

/**
 * Runs one command line.
 *
 * @param argv without the program's own name
 * @returns the exit status: 0 done, 1 failed, 2 usage or configuration, 130 interrupted
 */
export async function runCli(argv: readonly string[]): Promise<number> {
  let exit: Exit = 0;
  try {
    await buildProgram(async (typed) => {
      exit = await handle(typed);
    }).parseAsync([...argv], { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const reportable = reportError(error);
    process.stderr.write(`${new Redactor().redact(errorText(reportable))}\n`);
    return reportable.code === 'CONF_001' ? 2 : 1;
  }
}
