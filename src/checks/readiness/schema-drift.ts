import { fingerprint } from '../../plan/fingerprint.ts';
import { passed, skipped, warned } from '../result.ts';
import type { ReadinessCheck } from './context.ts';

const NAME = { id: 'schema-drift', title: 'Schema drift', expected: 'the schema that the last run left' };

/** Whether somebody changed the schema past Sluice since the last good run. */
export const checkSchemaDrift: ReadinessCheck = ({ schema, lastFingerprint }) => {
  if (lastFingerprint === null) return [skipped(NAME, 'no run has recorded the schema yet')];
  const now = fingerprint(schema).fingerprint;
  if (now === lastFingerprint) return [passed(NAME, 'unchanged')];
  return [
    warned(
      NAME,
      'DRIFT_001',
      `the schema was changed outside of migrations (${lastFingerprint.slice(0, 12)} then, ${now.slice(0, 12)} now)`,
      'Put the change into a migration, so that every environment gets it.',
    ),
  ];
};
