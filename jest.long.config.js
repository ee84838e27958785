import base from './jest.config.js';

/**
 * Tests of minutes to hours, `*.long.ts`; run by `npm run -s test:long`, not by `npm test`.
 * @type {import('jest').Config}
 */
export default { ...base, testMatch: ['**/*.long.ts'], testTimeout: 60 * 60_000 };
