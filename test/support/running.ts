import type { SharedServers } from './shared-servers.ts';

const key = Symbol.for('sluice.test.servers');

/** Hands the servers from jest's global set-up to its teardown, which may be another instance of this module. */
export const running = ((globalThis as unknown as Record<symbol, unknown>)[key] ??= { servers: null }) as {
  servers: SharedServers | null;
};
