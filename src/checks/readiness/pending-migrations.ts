import { failed, few, passed } from '../result.ts';
import type { ReadinessCheck } from './context.ts';

const NAME = {
  id: 'pending-migrations',
  title: 'Pending migrations',
  expected: 'files that can be read, and a plan that can be made',
};

/** Whether a plan can be made; an edited, missing or late file shows here. */
export const checkPendingMigrations: ReadinessCheck = ({ plan }) => {
  if (plan.plan === null) return [failed(NAME, plan.error.code, plan.error.message, plan.error.fix)];
  const { steps, digest } = plan.plan;
  return [
    passed(
      NAME,
      steps.length === 0
        ? 'nothing is pending'
        : `${String(steps.length)}: ${few(steps.map((step) => step.path))}; plan ${digest}`,
    ),
  ];
};
