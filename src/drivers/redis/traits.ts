import type { Traits } from '../../driver.ts';

/** What plans need to know of Redis; free of the client library, so that planning loads fast. */
export const redisTraits: Traits = {
  transactionalSchema: false,
  singleWriter: false,
  replaceGuarantee:
    'The backup is restored into free database numbers beside the present keys and exchanged with them in one step: a crash leaves the old content or the new, never a mixture. Where the server has no free number, not the memory for both, or forbids SWAPDB, the keys are replaced in place: a crash then leaves a mixture that the same command completes.',
  vanishing: ['expiring'],
};
