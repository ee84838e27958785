import type { Edit } from './edits.ts';

const STRING_32 = 0xdb;
const ARRAY_32 = 0xdd;

function header(kind: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(5);
  bytes[0] = kind;
  bytes.writeUInt32BE(size, 1);
  return bytes;
}

/** Edits as one argument: MessagePack, which the server's Lua reads (`cmsgpack`). */
export function pack(edits: readonly Edit[]): Buffer {
  const parts: Buffer[] = [header(ARRAY_32, edits.length)];
  for (const edit of edits) {
    parts.push(header(ARRAY_32, edit.length));
    for (const argument of edit) {
      const bytes = typeof argument === 'string' ? Buffer.from(argument) : argument;
      parts.push(header(STRING_32, bytes.length), bytes);
    }
  }
  return Buffer.concat(parts);
}
