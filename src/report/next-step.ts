import type { Report } from './report.ts';

/** A word as a shell reads it back. */
function quoted(word: string): string {
  return /^[\w.,:/@=-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * The command that a person would run next; null where the errors say what to do, or nothing is left. Pure.
 */
export function nextStep({ run, plan, backup, stages }: Report): string | null {
  const where = run.environment === null ? '' : ` --environment ${quoted(run.environment)}`;
  if (run.status === 'interrupted') return `sluice ${run.command}${where}`;
  if (run.status === 'failed' || run.status === 'skipped') return null;
  const isPending = plan !== null && plan.steps.length > 0;
  switch (run.command) {
    case 'readiness-check':
      return `sluice backup${where}`;
    case 'backup':
      return backup === null ? null : `sluice migrate${where} --backup-id ${quoted(backup.id)}`;
    case 'migrate':
      // A dry run goes through no stages.
      if (stages.length === 0) return isPending ? `sluice migrate${where} --plan-digest ${plan.digest}` : null;
      return `sluice validate${where}`;
    case 'promote':
      return isPending ? `sluice migrate${where} --plan-digest ${plan.digest}` : null;
    case 'rollback':
      return `sluice status${where}`;
    default:
      return null;
  }
}
