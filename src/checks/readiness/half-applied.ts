import { isHalfDone } from '../../plan/partial.ts';
import { progressOf } from '../../journal/words.ts';
import type { ReadinessCheck } from './context.ts';
import { failed, passed } from '../result.ts';

const NAME = {
  id: 'half-applied',
  title: 'Half-applied migrations',
  expected: 'every file is applied whole or not at all',
};

/** Files of which an earlier run did only some statements. */
export const checkHalfApplied: ReadinessCheck = ({ state }) => {
  const partial = [...state.partial.values()].filter(isHalfDone);
  if (partial.length === 0) return [passed(NAME, 'none')];
  const fix =
    'Correct the file behind the applied statements if it failed, then run `sluice migrate` again: it goes on where it stopped.';
  return partial.map((file) =>
    failed(
      NAME,
      'SQL_001',
      progressOf(file),
      file.direction === 'up' ? fix : 'Run `sluice rollback` again: it goes on where it stopped.',
    ),
  );
};
