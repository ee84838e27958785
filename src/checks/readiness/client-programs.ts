import { failed, passed, skipped } from '../result.ts';
import type { ReadinessCheck } from './context.ts';

const NAME = { id: 'client-programs', title: 'Client programs', expected: 'programs for backups that fit the server' };

/** The programs that backups need, and whether their versions fit the server's. */
export const checkClientPrograms: ReadinessCheck = ({ facts }) => {
  if (facts.tools.length === 0) return [skipped(NAME, 'this engine needs none')];
  return facts.tools.map(({ program, path, version, problem, fix }) => {
    const name = { ...NAME, title: `Client program ${program}` };
    return problem === null
      ? passed(name, `${version ?? 'unknown version'} at ${path ?? ''}`)
      : failed(name, 'TOOL_001', problem, fix);
  });
};
