import { failed, passed, skipped } from '../result.ts';
import type { ReadinessCheck } from './context.ts';

const NAME = {
  id: 'environment-variables',
  title: 'Environment variables',
  expected: 'every variable of required-env is set',
};

/** The variables that the user named must be set; their values are never shown. */
export const checkEnvironmentVariables: ReadinessCheck = ({ env, requiredEnv }) => {
  if (requiredEnv.length === 0) return [skipped(NAME, 'required-env names none')];
  const missing = requiredEnv.filter((name) => (env[name] ?? '') === '');
  if (missing.length === 0) return [passed(NAME, `${String(requiredEnv.length)} set`)];
  return [
    failed(
      NAME,
      'CONF_001',
      `not set: ${missing.join(', ')}`,
      `Set ${missing.join(', ')}, in a workflow under \`env:\`.`,
    ),
  ];
};
