import type { SchemaObject } from '../../../driver.ts';
import { Crc64 } from '../rdb/crc64.ts';
import { OPCODES } from '../rdb/layouts.ts';
import { encodedString } from '../rdb/writer.ts';
import type { Command } from '../reply.ts';

/** A library of functions as the schema shows it; its first line names it. */
export function libraryObject(code: Buffer): SchemaObject {
  const definition = code.toString('utf8');
  const [, name = ''] = /^#![^\n]*?\sname="?(\w+)/u.exec(definition) ?? [];
  return { kind: 'function-library', name, definition };
}

/** Libraries in the form that FUNCTION RESTORE takes. */
function functionPayload(codes: readonly Buffer[], version: number): Buffer {
  const footer = Buffer.alloc(10);
  footer.writeUInt16LE(version, 0);
  const parts = codes.flatMap((code) => [Buffer.from([OPCODES.function]), encodedString(code)]);
  const content = Buffer.concat([...parts, footer]);
  new Crc64().update(content, 0, content.length - 8).write(content, content.length - 8);
  return content;
}

/** The command after which a server has these libraries and no others. */
export function functionCommand(codes: readonly Buffer[], version: number): Command {
  return codes.length === 0
    ? ['FUNCTION', 'FLUSH', 'ASYNC']
    : ['FUNCTION', 'RESTORE', functionPayload(codes, version), 'FLUSH'];
}
