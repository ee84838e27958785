/** Runs the actions as GitHub's runner does: `node24 dist/<name>.js` with the inputs and the files of a step. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunningProcess, startProcess } from './process.ts';
import type { ResultsService } from './results-service.ts';
import { temporaryDirectory } from './temporary.ts';

/** A step of a workflow. */
export interface StepOptions {
  /** By their names; the runner passes on what `with:` says and the defaults of action.yml. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The workspace. Default: a new folder. */
  readonly cwd?: string;
  /** Absent: a runner without an artifact service. */
  readonly service?: ResultsService;
  /** The workflow run that the step belongs to. */
  readonly runId?: number;
  readonly attempt?: number;
  /** The event that started the run. */
  readonly event?: unknown;
}

/** How a step ended. */
export interface StepResult {
  readonly exitCode: number | null;
  readonly outputs: Readonly<Record<string, string>>;
  /** The step summary. */
  readonly summary: string;
  /** What a reader of the log sees: without the lines that are for the runner alone. */
  readonly log: string;
  /** What the runner was asked to hide, in order. */
  readonly masks: readonly string[];
  /** Messages of `::error::`, `::warning::` and `::notice::`, unescaped. */
  readonly annotations: readonly { readonly level: string; readonly message: string }[];
  readonly stdout: string;
  readonly stderr: string;
}

/** A step that runs. */
export interface RunningStep {
  readonly process: RunningProcess;
  readonly result: Promise<StepResult>;
}

/** What the runner does with the escapes in its commands. */
function unescapeCommand(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

/** Reads a file of `name<<delimiter` blocks, as GITHUB_OUTPUT is; the last value of a name counts. */
function readOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const [name = '', delimiter] = (lines[at] ?? '').split('<<');
    if (delimiter === undefined) continue;
    const end = lines.indexOf(delimiter, at + 1);
    outputs[name] = lines.slice(at + 1, end).join('\n');
    at = end;
  }
  return outputs;
}

/** Starts a script as a step. */
export async function startStep(script: readonly string[], options: StepOptions = {}): Promise<RunningStep> {
  const folder = await temporaryDirectory();
  const file = (name: string): string => join(folder, name);
  const cwd = options.cwd ?? file('workspace');
  await mkdir(cwd, { recursive: true });
  await mkdir(file('temp'));
  for (const name of ['output', 'summary', 'state', 'env', 'path']) await writeFile(file(name), '');
  await writeFile(file('event.json'), JSON.stringify(options.event ?? {}));
  const { service, runId = 1, attempt = 1 } = options;
  const inputs = { ...(service ? { 'github-token': service.token } : {}), ...options.inputs };
  const process = startProcess(['node', ...script], {
    cwd,
    env: {
      CI: 'true',
      GITHUB_WORKSPACE: cwd,
      RUNNER_TEMP: file('temp'),
      RUNNER_NAME: 'test-runner',
      GITHUB_OUTPUT: file('output'),
      GITHUB_STEP_SUMMARY: file('summary'),
      GITHUB_STATE: file('state'),
      GITHUB_ENV: file('env'),
      GITHUB_PATH: file('path'),
      GITHUB_EVENT_PATH: file('event.json'),
      ...service?.environment({ runId, attempt }),
      ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
      ...options.env,
    },
  });
  const finish = async (): Promise<StepResult> => {
    const { exitCode, stdout, stderr } = await process.result;
    const lines = stdout.split('\n');
    const commands = lines.flatMap((line) => {
      const match = /^::(add-mask|error|warning|notice)[^:]*::(.*)$/.exec(line);
      return match ? [{ level: match[1] ?? '', message: unescapeCommand(match[2] ?? '') }] : [];
    });
    return {
      exitCode,
      stdout,
      stderr,
      outputs: readOutputs(await readFile(file('output'), 'utf8')),
      summary: await readFile(file('summary'), 'utf8'),
      log: lines.filter((line) => !line.startsWith('::add-mask::')).join('\n'),
      masks: commands.filter(({ level }) => level === 'add-mask').map(({ message }) => message),
      annotations: commands.filter(({ level }) => level !== 'add-mask'),
    };
  };
  const result = finish();
  // Whoever awaits it sees the failure.
  result.catch(() => {});
  return { process, result };
}

/** Runs a script as a step, to its end. */
export async function runStep(script: readonly string[], options: StepOptions = {}): Promise<StepResult> {
  return (await startStep(script, options)).result;
}
