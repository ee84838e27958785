import base from './jest.config.js';

/**
 * What needs no server and no program beside Node: for macOS and Windows.
 * @type {import('jest').Config}
 */
const { globalSetup: _setup, globalTeardown: _teardown, ...rest } = base;

export default {
  ...rest,
  testMatch: [
    '**/test/{checksum,config,interface,plan,report}/**/*.test.ts',
    '**/test/migrations/!(*engines*).test.ts',
    '**/test/{duration,database-url,redact,secrets,version}*.test.ts',
    '**/test/drivers/sqlite/{inspect,classify,verify,digests}*.test.ts',
  ],
};
