import { readFile } from 'node:fs/promises';
import { CommanderError } from 'commander';
import type { Json } from '../driver.ts';
import { InterruptedError, reportError, SluiceError, type ReportedError } from '../errors.ts';
import type { Inputs } from '../interface/inputs.ts';
import { withIdentity } from '../interface/identity.ts';
import { readInputs } from '../interface/read-inputs.ts';
import { Redactor } from '../redact.ts';
import { readWorkflowRun } from '../github/workflow-run.ts';
import { checkBackup, checkedText, proveAgain } from '../run/backups.ts';
import { requestControl } from '../run/control.ts';
import { evidenceText, verifyEvidence } from '../run/evidence.ts';
import { withDatabase } from '../run/execution.ts';
import { historyText, readHistory, readRun } from '../run/history.ts';
import { commands, configJsonSchema } from '../run/index.ts';
import { readStatus, statusText } from '../run/status.ts';
import type { Command, CommandResult, RunContext } from '../run/types.ts';
import { readBackupList, tokenOf } from './backup-list.ts';
import { backupListText } from './backup-list-text.ts';
import { cliContext } from './context.ts';
import { readIdentityFile } from './identity-file.ts';
import { buildProgram, completeFlags, type Typed } from './program.ts';
import { interruptSignal } from './signals.ts';

type Exit = CommandResult['exitCode'];

/** One command's way through the command line: prints, and returns the exit status. */
type Handler = (inputs: Inputs, context: RunContext, typed: Typed) => Promise<Exit>;

function print(context: RunContext, text: string): void {
  process.stdout.write(`${context.redactor.redact(text)}\n`);
}

/** Prints data as JSON or for people. */
function show(inputs: Inputs, context: RunContext, data: object, text: string): Exit {
  if (inputs.json) printJson(context, data);
  else print(context, text);
  return 0;
}

/** Redacted value by value, because a redacted text need not be JSON any more. */
function printJson({ redactor }: RunContext, data: object): void {
  const plain = JSON.parse(JSON.stringify(data)) as Json;
  process.stdout.write(`${JSON.stringify(redactor.redactJson(plain), null, 2)}\n`);
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
      else printJson(context, { schema: 'sluice.report/1', errors: result.errors });
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

/** Goes back, with a backup that may first have to be fetched from a workflow run. */
const rollback: Handler = async (inputs, context, typed) => {
  const { withFetchedBackup } = await import('../github/fetch-backup.ts');
  const withToken = { ...inputs, ...tokenOf(inputs, context) };
  const fetching: Command = (given) =>
    withFetchedBackup(given, readWorkflowRun(context.env), context, (prepared) => commands.rollback(prepared, context));
  return reported(fetching)(withToken, context, typed);
};

/** Asks GitHub for what the decision rests on. */
const promote: Handler = async (inputs, context, typed) => {
  const { withPromotion } = await import('../github/promotion-source.ts');
  const withToken = { ...inputs, ...tokenOf(inputs, context) };
  return reported(commands.promote)(
    withToken,
    await withPromotion(withToken, readWorkflowRun(context.env), context),
    typed,
  );
};

/** Proves by restoring where that is asked for; else reads every byte. */
const verifyBackup: Handler = async (inputs, context) => {
  if (inputs.verify !== 'restore') {
    const checked = await checkBackup(inputs, context);
    return show(inputs, context, checked.manifest, checkedText(checked));
  }
  const { manifest } = await withDatabase(inputs, context, proveAgain);
  const { proof } = manifest;
  const text = `${manifest.id}: restored and compared (${String(proof?.tablesCompared ?? 0)} tables, restored in ${String(proof?.durationMs ?? 0)} ms)`;
  return show(inputs, context, manifest, text);
};

const listBackups: Handler = async (inputs, context) => {
  const list = await readBackupList(inputs, context);
  return show(inputs, context, list, backupListText(list));
};

const backup: Handler = (inputs, context, typed) => {
  switch (typed.subcommand) {
    case 'list':
      return listBackups(inputs, context, typed);
    case 'verify':
      return verifyBackup(inputs, context, typed);
    case 'restore':
      return rollback({ ...inputs, to: 'backup' }, context, typed);
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

const evidence: Handler = async (inputs, context, { operand }) => {
  const verified = await verifyEvidence(context.workingDirectory, operand ?? '');
  return show(inputs, context, verified, evidenceText(verified));
};

const init: Handler = async (inputs, context) => {
  const { scaffold } = await import('../run/init/scaffold.ts');
  const { scaffoldText } = await import('../run/init/text.ts');
  const made = await scaffold(inputs, context);
  return show(inputs, context, made, scaffoldText(made));
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
  promote,
  rollback,
  status,
  history,
  evidence,
  pause: control('pause'),
  resume: control('resume'),
  stop: control('stop'),
  init,
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
    if (inputs.json) printJson(context, { schema: 'sluice.report/1', errors: [reportable] });
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
    }).parseAsync([...completeFlags(argv)], { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const reportable = reportError(error);
    process.stderr.write(`${new Redactor().redact(errorText(reportable))}\n`);
    return reportable.code === 'CONF_001' ? 2 : 1;
  }
}
