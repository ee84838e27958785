import type { Engine } from '../driver.ts';
import type { ReportedError } from '../errors.ts';
import { STAGES, type CheckResult, type Entry, type Stamped, type StageName } from '../journal/entries.ts';
import type { Report, ReportBackup, ReportFile, ReportRollback, ReportStage } from './report.ts';

/** What the journal does not say of a run. */
export interface ReportFrame {
  readonly runId: string;
  readonly command: string;
  readonly environment: string | null;
  readonly engine: Engine | null;
  readonly sluiceVersion: string;
  readonly startedAt: string;
}

function isStage(stage: string): stage is StageName {
  return STAGES.some((name) => name === stage);
}

/** Folds a run's entries, one by one as they are written, into its report. */
export class ReportBuilder {
  readonly #stages = new Map<StageName, ReportStage>();
  readonly #files: ReportFile[] = [];
  readonly #checks: CheckResult[] = [];
  readonly #findings: string[] = [];
  readonly #errors: ReportedError[] = [];
  readonly #metrics: Record<string, number> = {};
  #plan: Report['plan'] = null;
  #backup: ReportBackup | null = null;
  #rollback: ReportRollback | null = null;
  #state: Report['state'] = null;
  #schemaAfter: string | null = null;

  add({ at, stage, entry }: Stamped): void {
    switch (entry.kind) {
      case 'stage-started':
      case 'stage-finished':
        if (isStage(stage)) this.#stage(at, stage, entry);
        break;
      case 'plan':
        this.#plan = {
          digest: entry.plan.digest,
          kind: entry.plan.kind,
          continues: entry.continues,
          steps: entry.plan.steps,
        };
        break;
      case 'file-finished': {
        const { kind: _kind, ...file } = entry;
        this.#files.push(file);
        break;
      }
      case 'check':
        this.#checks.push(entry.check);
        break;
      case 'error':
        this.#errors.push(entry.error);
        this.#blame(stage, entry.error);
        break;
      default:
        this.#around(entry);
    }
  }

  /** A number worth keeping; named with its unit. */
  measure(name: string, value: number): void {
    this.#metrics[name] = value;
  }

  build(frame: ReportFrame, status: Report['run']['status'], finishedAt: string, durationMs: number): Report {
    const { runId, command, environment, engine, startedAt, sluiceVersion } = frame;
    return {
      schema: 'sluice.report/1',
      run: { id: runId, command, environment, engine, status, startedAt, finishedAt, durationMs, sluiceVersion },
      plan: this.#plan,
      stages: [...this.#stages.values()],
      files: this.#files,
      checks: this.#checks,
      findings: this.#findings,
      state: this.#state,
      schemaAfter: this.#schemaAfter,
      rollback: this.#rollback,
      backup: this.#backup,
      metrics: this.#metrics,
      errors: this.#errors,
    };
  }

  #stage(at: string, name: StageName, entry: Extract<Entry, { kind: 'stage-started' | 'stage-finished' }>): void {
    const known = this.#stages.get(name);
    this.#stages.set(name, {
      name,
      startedAt: known?.startedAt ?? at,
      errors: known?.errors ?? [],
      status: entry.kind === 'stage-finished' ? entry.status : 'interrupted',
      durationMs: entry.kind === 'stage-finished' ? entry.durationMs : 0,
      records: entry.kind === 'stage-finished' ? entry.records : 0,
      reason: entry.kind === 'stage-finished' ? entry.reason : null,
    });
  }

  /** An error belongs to the stage that it happened in. */
  #blame(stage: string, error: ReportedError): void {
    if (!isStage(stage)) return;
    const known = this.#stages.get(stage);
    if (known !== undefined) this.#stages.set(stage, { ...known, errors: [...known.errors, error] });
  }

  #around(entry: Entry): void {
    switch (entry.kind) {
      case 'lock-taken-over':
        this.#findings.push(
          `Took the run lock over from ${entry.owner}, who had held it since ${entry.acquiredAt} and let the lease expire at ${entry.expiresAt}.`,
        );
        break;
      case 'recovered':
        this.#findings.push(...entry.findings);
        break;
      case 'warnings':
        this.#findings.push(
          `The server warned at statement ${String(entry.statement + 1)} of version ${entry.version}: ${entry.warnings.join('; ')}`,
        );
        break;
      case 'lock-retry':
        this.#metrics['lockRetries'] = (this.#metrics['lockRetries'] ?? 0) + 1;
        break;
      case 'statement-finished':
        if (entry.found) {
          this.#findings.push(
            `Statement ${String(entry.statement + 1)} of version ${entry.version} had been begun by an earlier run; the schema shows that it was done.`,
          );
        }
        break;
      case 'trigger':
        this.#findings.push(`Trigger ${entry.trigger}: ${entry.observed} (limit ${entry.limit}).`);
        break;
      case 'control':
        this.#findings.push(`The run was told to ${entry.request}.`);
        break;
      case 'rollback-point':
        this.#state = entry.point;
        break;
      case 'run-finished':
        this.#schemaAfter = entry.schemaFingerprint;
        break;
      case 'backup':
        this.#backup = { id: entry.backupId, digest: entry.digest, verified: entry.verified, path: entry.path };
        break;
      case 'rollback-started':
        this.#rollback = {
          method: entry.method,
          reason: entry.reason,
          versions: entry.versions,
          verified: null,
          tablesCompared: 0,
        };
        break;
      case 'rollback-finished':
        if (this.#rollback !== null) {
          this.#rollback = { ...this.#rollback, verified: entry.verified, tablesCompared: entry.tablesCompared };
        }
        break;
      default:
    }
  }
}
