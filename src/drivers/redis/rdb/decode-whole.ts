import { decodeValue } from './decode.ts';
import { malformed } from './failure.ts';
import { Input } from './input.ts';
import type { Dialect } from './layouts.ts';
import type { ValueVisitor } from './visitor.ts';

/** A value as it is stored, whole. */
export interface StoredValue {
  readonly type: number;
  readonly dialect: Dialect;
  readonly value: Buffer;
  /** Where it begins in the file; 0 where it is by itself. */
  readonly offset?: number;
}

/** Shows a whole value to a visitor. @throws SluiceError `DATA_002`, also when it is cut or something follows it */
export function visitValue({ type, dialect, value, offset = 0 }: StoredValue, visitor: ValueVisitor): void {
  const input = new Input(value, offset);
  if (decodeValue(type, dialect, input, visitor).next().done !== true) {
    throw malformed('a value ends in the middle', offset + value.length);
  }
  if (input.available > 0) throw malformed('something follows a value that has ended', input.offset);
}
