/**
 * Finds out which tool a folder was written for: by files that only one tool leaves, then by comments
 * that only one tool reads, then by names. What two tools could have written is never guessed, with
 * one exception: golang-migrate names its files exactly as Sluice does and both read them alike, so
 * such a folder counts as Sluice's unless the configuration says otherwise.
 */
import { SluiceError } from '../errors.ts';
import { sluiceFormat } from './formats/sluice.ts';
import { MIGRATION_FORMATS, type MigrationFormat } from './types.ts';

/** Formats that are recognised, so that the refusal can name them. */
const UNSUPPORTED = { prisma: 'Prisma', goose: 'goose', drizzle: 'Drizzle', sqitch: 'Sqitch' } as const;

type KnownFormat = MigrationFormat | keyof typeof UNSUPPORTED;

/** A file as far as detection looks at it. */
export interface DetectedFile {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  /** How the file begins; empty for files that are no SQL. */
  readonly head: string;
}

/** A format and the file that speaks for it. */
type Evidence = readonly [format: KnownFormat, path: string];

function byMarkerFile({ path }: DetectedFile): KnownFormat | null {
  if (path === 'migration_lock.toml' || /^\d{14}_[^/]+\/migration\.sql$/.test(path)) return 'prisma';
  if (path === 'meta/_journal.json') return 'drizzle';
  if (path === 'sqitch.plan' || path === 'sqitch.conf') return 'sqitch';
  return path === 'flyway.toml' || path === 'flyway.conf' ? 'flyway' : null;
}

function byComment({ head }: DetectedFile): KnownFormat | null {
  if (/^--[ \t]*migrate:(?:up|down)\b/m.test(head)) return 'dbmate';
  if (/^--[ \t]*\+goose[ \t]/m.test(head)) return 'goose';
  return head.includes('--> statement-breakpoint') ? 'drizzle' : null;
}

function byName({ path }: DetectedFile): KnownFormat | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/^(?:[VU]\d.*|R)__.*\.sql$/.test(name)) return 'flyway';
  return path === name && sluiceFormat.parseName(name) !== null ? 'sluice' : null;
}

/** One piece of evidence for each format found, in order of path. */
function collect(files: readonly DetectedFile[], look: (file: DetectedFile) => KnownFormat | null): Evidence[] {
  const found = new Map<KnownFormat, string>();
  for (const file of files) {
    const format = look(file);
    if (format !== null && !found.has(format)) found.set(format, file.path);
  }
  return [...found];
}

function unsupported(format: keyof typeof UNSUPPORTED, because: string): SluiceError {
  return new SluiceError('CONF_001', `Sluice does not read migrations of ${UNSUPPORTED[format]} yet${because}.`, {
    fix: `Use one of the formats ${MIGRATION_FORMATS.join(', ')}, or set migrations.format if the folder was taken for the wrong one.`,
    details: { format },
  });
}

function isUnsupported(format: string): format is keyof typeof UNSUPPORTED {
  return Object.hasOwn(UNSUPPORTED, format);
}

/**
 * Checks a format that the configuration names.
 *
 * @throws `CONF_001` for formats that cannot be read.
 */
export function requireSupported(format: string): MigrationFormat {
  const known = MIGRATION_FORMATS.find((candidate) => candidate === format);
  if (known !== undefined) return known;
  if (isUnsupported(format)) throw unsupported(format, ', the format that migrations.format names');
  throw new SluiceError('CONF_001', `migrations.format is ${format}, which is no format of migration files.`, {
    fix: `Set migrations.format to auto, ${MIGRATION_FORMATS.slice(0, -1).join(', ')} or ${MIGRATION_FORMATS.at(-1) ?? ''}.`,
  });
}

/**
 * The format of a folder; `sluice` for one without any migration.
 *
 * @throws `CONF_001` when several formats are possible, naming them and the setting that decides, and
 *   for formats that cannot be read yet.
 */
export function detectFormat(directory: string, files: readonly DetectedFile[]): MigrationFormat {
  for (const look of [byMarkerFile, byComment, byName]) {
    const evidence = collect(files, look);
    const [first] = evidence;
    if (first === undefined) continue;
    if (evidence.length > 1) {
      const candidates = evidence.map(([format, path]) => `${format} (${path})`).join(' or ');
      throw new SluiceError('CONF_001', `The migrations folder ${directory} could be ${candidates}.`, {
        fix: 'Set migrations.format to the one it is, and move the other files elsewhere.',
        details: { candidates: evidence.map(([format, path]) => ({ format, path })) },
      });
    }
    const [format, path] = first;
    if (isUnsupported(format)) throw unsupported(format, `, and ${path} in ${directory} is one of its files`);
    return format;
  }
  const numbered = files.find(({ path }) => /^\d+[^/]*\.sql$/.test(path));
  if (numbered !== undefined && !/\.(?:up|down)\.sql$/.test(numbered.path)) {
    throw new SluiceError(
      'CONF_001',
      `The migrations folder ${directory} could be dbmate or goose by names as ${numbered.path}, but no file holds a line -- migrate:up or -- +goose Up.`,
      {
        fix: `Set migrations.format if that is the tool; for Sluice's own format name the files ${sluiceFormat.pattern}.`,
        details: { candidates: ['dbmate', 'goose'].map((format) => ({ format, path: numbered.path })) },
      },
    );
  }
  return 'sluice';
}
