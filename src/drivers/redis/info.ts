import { SluiceError } from '../../errors.ts';
import { clusterError, replyError } from './failure.ts';
import type { RedisLink } from './link.ts';

/** What INFO says: sections without their headings. */
export type Info = ReadonlyMap<string, string>;

/** Reads `name:value` lines. */
export function readInfo(text: string): Info {
  const info = new Map<string, string>();
  for (const line of text.split(/\r?\n/u)) {
    const colon = line.indexOf(':');
    if (colon > 0 && !line.startsWith('#')) info.set(line.slice(0, colon), line.slice(colon + 1));
  }
  return info;
}

/** Asks for it. */
export async function askInfo(link: RedisLink): Promise<Info> {
  return readInfo(String(await link.call('INFO')));
}

/** What is read once, when the database is opened. */
export interface ServerInfo {
  readonly product: 'Redis' | 'Valkey';
  /** Of the product: `7.0.15`. */
  readonly version: string;
  /** The Redis version whose commands it has: `[7, 0, 15]`. */
  readonly commands: readonly number[];
}

/** Numbers of a version: `[7, 0, 15]`. */
export function versionParts(version: string): readonly number[] {
  return (/^\d+(?:\.\d+)*/u.exec(version)?.[0] ?? '')
    .split('.')
    .filter((part) => part !== '')
    .map(Number);
}

/** Whether a version is that, or a later one. */
export function atLeast(version: readonly number[], ...minimum: readonly number[]): boolean {
  for (const [index, part] of minimum.entries()) {
    const own = version[index] ?? 0;
    if (own !== part) return own > part;
  }
  return true;
}

/**
 * Reads whose server it is.
 *
 * @throws SluiceError `CONF_001` for a cluster's node and for a Sentinel; `CONN_001` while it loads its data
 */
export async function readServerInfo(link: RedisLink): Promise<ServerInfo> {
  const info = await askInfo(link);
  const { server } = link;
  const mode = info.get('redis_mode') ?? info.get('server_mode');
  if (mode === 'cluster' || info.get('cluster_enabled') === '1') throw clusterError(server);
  if (mode === 'sentinel') {
    throw new SluiceError('CONF_001', `The server at ${server.host}:${String(server.port)} is a Sentinel.`, {
      fix: 'Use the URL of the primary that it watches: `redis-cli -p PORT sentinel get-master-addr-by-name NAME` prints it.',
    });
  }
  if (info.get('loading') === '1') throw replyError('LOADING', { what: 'INFO' }, server);
  const valkey = info.get('valkey_version');
  const redis = info.get('redis_version') ?? '';
  return {
    product: valkey === undefined ? 'Redis' : 'Valkey',
    version: valkey ?? redis,
    commands: versionParts(redis),
  };
}
