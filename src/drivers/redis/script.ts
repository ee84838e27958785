import { createHash } from 'node:crypto';

/** A Lua script that the server keeps under the hash of its text. */
export interface RedisScript {
  /** For messages: `append to the journal`. */
  readonly name: string;
  readonly lua: string;
  readonly sha1: string;
}

/** Makes a script of its text. */
export function defineScript(name: string, lua: string): RedisScript {
  return { name, lua, sha1: createHash('sha1').update(lua).digest('hex') };
}
