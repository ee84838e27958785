import type { MigrationSet } from '../migrations/types.ts';
import type { Plan } from '../plan/types.ts';
import type { PlannedScript } from '../report/pull-request.ts';

/** The files of a plan with what is left of them, for whoever reviews it. */
export function plannedScripts(plan: Plan, { migrations }: MigrationSet): readonly PlannedScript[] {
  const byVersion = new Map(migrations.map((migration) => [migration.version, migration.up]));
  return plan.steps.map(({ version, path, statements, done }) => {
    const left = (byVersion.get(version)?.statements ?? []).filter(({ index }) => index >= done);
    return { path, statements, text: left.map(({ text }) => `${text};`).join('\n') };
  });
}
