/** What may be sent as an argument of a command. */
export type Argument = string | Buffer | number;

/** A command with its arguments. */
export type Command = readonly [name: string, ...args: Argument[]];

/** A reply as the server sent it: its strings are bytes. */
export type ByteReply = null | number | Buffer | readonly ByteReply[];

/** A reply whose strings are read as UTF-8. */
export type Reply = null | number | string | readonly Reply[];

/** Reads the bytes of a reply as UTF-8. */
export function textReply(reply: ByteReply): Reply {
  if (Buffer.isBuffer(reply)) return reply.toString('utf8');
  return Array.isArray(reply) ? reply.map((part) => textReply(part as ByteReply)) : (reply as null | number);
}

/** A reply that is a list; empty for null. */
export function listOf(reply: Reply): readonly Reply[] {
  return Array.isArray(reply) ? (reply as readonly Reply[]) : [];
}

/** A flat list of names and values, as HGETALL and CONFIG GET answer. */
export function pairsOf(reply: Reply): ReadonlyMap<string, string> {
  const parts = listOf(reply);
  const pairs = new Map<string, string>();
  for (let at = 0; at + 1 < parts.length; at += 2) pairs.set(String(parts[at]), String(parts[at + 1]));
  return pairs;
}
