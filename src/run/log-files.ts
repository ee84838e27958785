import { mkdir, open, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '../driver.ts';
import { SluiceError } from '../errors.ts';
import { buildEvidence } from '../evidence/build-evidence.ts';
import { writeEvidence } from '../evidence/evidence.ts';
import type { Stamped } from '../journal/entries.ts';
import type { Origin } from '../origin.ts';
import type { Redactor } from '../redact.ts';
import { markdownReport } from '../report/markdown.ts';
import type { Report } from '../report/report.ts';

/** What closes the log's JSON array; each entry is written over it, so that the file is valid JSON at any time. */
const END = '\n]\n';

/** The same as plain JSON; values are redacted before they are written, so that what is written stays JSON. */
function jsonOf(value: object): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

/** A stamp for file names: no colons, which Windows and artifacts refuse. */
function fileStamp(at: string): string {
  return at.replaceAll(/[-:.]/gu, '');
}

/**
 * The files a run leaves on the runner: `migration_log_…`, `checkpoint_…`, `migration_report_…`, `evidence_…`.
 * All of it passes the redactor. Writes are queued, in order; {@link close} waits for them.
 */
export class LogFiles {
  readonly #directory: string;
  readonly #redactor: Redactor;
  readonly #log: FileHandle;
  #position = 0;
  #queue: Promise<void> = Promise.resolve();
  /** Entries that wait for the writes before them. */
  readonly #waiting: Stamped[] = [];

  private constructor(directory: string, redactor: Redactor, log: FileHandle) {
    this.#directory = directory;
    this.#redactor = redactor;
    this.#log = log;
  }

  /** @throws SluiceError `PERM_001` when the folder cannot be made or written */
  static async open(directory: string, startedAt: string, redactor: Redactor): Promise<LogFiles> {
    try {
      await mkdir(directory, { recursive: true });
      const log = await open(join(directory, `migration_log_${fileStamp(startedAt)}.json`), 'a+', 0o600);
      await log.close();
      const handle = await open(join(directory, `migration_log_${fileStamp(startedAt)}.json`), 'r+');
      return new LogFiles(directory, redactor, handle);
    } catch (error) {
      throw new SluiceError(
        'PERM_001',
        `The folder ${directory} cannot be written; reports and checkpoints belong there.`,
        {
          cause: error,
          fix: 'Make the folder writable, or choose another working-directory.',
        },
      );
    }
  }

  /** Takes an entry: into the log, and as a checkpoint when a stage ended. */
  add(stamped: Stamped): void {
    const first = this.#waiting.length === 0;
    this.#waiting.push(stamped);
    if (first) this.#enqueue(() => this.#write(this.#waiting.splice(0)));
  }

  /**
   * Writes the report as JSON and Markdown, and its evidence; returns their paths, the report's JSON first.
   *
   * @param comment the section for a pull request's comment, which another workflow may have to write; null = none
   */
  async report(
    report: Report,
    origin: Origin | null,
    comment: string | null,
  ): Promise<{ readonly reports: readonly string[]; readonly evidence: string }> {
    const base = join(this.#directory, `migration_report_${report.run.id}`);
    const redacted = this.#redactor.redactJson(jsonOf(report));
    const evidence = join(this.#directory, `evidence_${report.run.id}.json`);
    const reports = [
      { path: `${base}.json`, text: `${JSON.stringify(redacted, null, 2)}\n` },
      { path: `${base}.md`, text: this.#redactor.redact(markdownReport(report)) },
      ...(comment === null
        ? []
        : [{ path: join(this.#directory, `pull_request_${report.run.id}.md`), text: `${comment}\n` }]),
    ];
    for (const { path, text } of reports) await writeFile(path, text, { mode: 0o600 });
    // Made of what was redacted, so that its digest is that of the file.
    const said = buildEvidence(redacted as unknown as Report, origin);
    await writeFile(evidence, writeEvidence(said), { mode: 0o600 });
    return { reports: reports.map(({ path }) => path), evidence };
  }

  async close(): Promise<void> {
    await this.#queue;
    await this.#log.close();
  }

  /** Writes entries that came while the ones before them were written, in one go. */
  async #write(entries: readonly Stamped[]): Promise<void> {
    const text = entries.map((entry) => JSON.stringify(this.#redactor.redactJson(jsonOf(entry)))).join(',\n');
    const written = `${this.#position === 0 ? '[\n' : ',\n'}${text}`;
    await this.#log.write(written + END, this.#position);
    this.#position += Buffer.byteLength(written);
    for (const entry of entries) if (entry.entry.kind === 'stage-finished') await this.#checkpoint(entry);
  }

  async #checkpoint(stamped: Stamped): Promise<void> {
    const name = `checkpoint_${stamped.stage}_${fileStamp(stamped.at)}.json`;
    const text = `${JSON.stringify({ schema: 'sluice.checkpoint/1', ...(this.#redactor.redactJson(jsonOf(stamped)) as object) }, null, 2)}\n`;
    await writeFile(join(this.#directory, name), text, { mode: 0o600 });
  }

  /** Files are a copy of the journal for people; that one cannot be written must not end a run that is changing a database. */
  #enqueue(work: () => Promise<void>): void {
    this.#queue = this.#queue.then(work).catch(() => undefined);
  }
}
