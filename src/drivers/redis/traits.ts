import type { Traits } from '../../driver.ts';

/** What plans need to know of Redis; free of the client library, so that planning loads fast. */
export const redisTraits: Traits = {
  transactionalSchema: false,
  singleWriter: false,
  replaceGuarantee:
    'Keys are replaced one by one, each in one step; a crash in between leaves some as they were, and those to be replaced again by the same command.',
};
