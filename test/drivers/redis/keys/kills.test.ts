import { it } from '@jest/globals';
import { surviveKills } from './kills.ts';

it('does each key exactly once, though it is killed ten times at any moment while two others write', async () => {
  await surviveKills({ keys: 12_000, writers: 2, kills: 10, batches: 8 });
}, 300_000);
