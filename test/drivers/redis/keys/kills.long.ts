import { it } from '@jest/globals';
import { surviveKills } from './kills.ts';

it('does each of a million keys exactly once, though it is killed thirty times while eight others write', async () => {
  await surviveKills({ keys: 1_000_000, writers: 8, kills: 30, batches: 200 });
});
