/**
 * The one entry of the bundle. Each part is imported only when it is started, so that an action loads what it needs and
 * nothing else; the stubs in `dist/` say which.
 */
const entries = {
  'readiness-check': async () => (await import('./readiness-check.ts')).start(),
  backup: async () => (await import('./backup.ts')).start(),
  migrate: async () => (await import('./migrate.ts')).start(),
  validate: async () => (await import('./validate.ts')).start(),
  promote: async () => (await import('./promote.ts')).start(),
  rollback: async () => (await import('./rollback.ts')).start(),
  lifecycle: async () => (await import('./lifecycle.ts')).start(),
  cli: async () => (await import('./cli.ts')).start(),
  // Begins as soon as it is loaded, because a worker thread runs it as its script, too.
  'sqlite-worker': async () => void (await import('./sqlite-worker.ts')),
} as const satisfies Record<string, () => Promise<void>>;

/** A part of Sluice that a stub starts. */
export type EntryName = keyof typeof entries;

/** One for each stub. */
export const entryNames = Object.keys(entries) as readonly EntryName[];

/** Loads and starts one part. */
export const start = (name: EntryName): Promise<void> => entries[name]();
