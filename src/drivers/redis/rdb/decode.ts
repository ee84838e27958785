import { type Decoding, header, length, packed, raw, time } from './decoding.ts';
import { malformed, unsupported } from './failure.ts';
import type { Input } from './input.ts';
import type { Dialect } from './layouts.ts';
import { broken, LZF_WINDOW, lzfDecompress, lzfPossible } from './lzf.ts';
import { moduleName } from './module-name.ts';
import { Intset } from './packed/intset.ts';
import { itemBytes, itemInteger, type PackedItem, type PackedReader } from './packed/item.ts';
import { Listpack } from './packed/listpack.ts';
import { Ziplist } from './packed/ziplist.ts';
import { Zipmap } from './packed/zipmap.ts';
import { Skeleton } from './skeleton.ts';
import { decodeStream } from './stream.ts';
import { storedInteger } from './strings.ts';
import type { ValueVisitor } from './visitor.ts';

/** Compressed strings above this are handed out in pieces where the visitor takes pieces. */
const LONG_STRING = 1024 * 1024;

/** Octets that are decompressed at a time. */
const OUTPUT_BYTES = 64 * 1024;

/**
 * Decodes the value that begins at the input's position.
 *
 * @throws SluiceError `DATA_002`
 */
export function* decodeValue(type: number, dialect: Dialect, input: Input, visitor: ValueVisitor): Decoding {
  if (type === 22 && dialect === 'valkey') return yield* valkeyHash(input, visitor);
  switch (type) {
    case 0:
      visitor.begin('string');
      return yield* part(input, visitor);
    case 1:
      visitor.begin('list');
      return yield* elements(input, visitor);
    case 2:
      visitor.begin('set');
      return yield* elements(input, visitor);
    case 3:
    case 5:
      return yield* scores(input, visitor, type);
    case 4:
    case 22:
    case 24:
      return yield* fields(input, visitor, type);
    case 7:
      return yield* module(input, visitor);
    case 9:
      visitor.begin('hash');
      return pairs(new Zipmap(...(yield* packed(input))), visitor, input.offset);
    case 10:
      visitor.begin('list');
      return items(new Ziplist(...(yield* packed(input))), visitor);
    case 11:
      visitor.begin('set');
      return items(new Intset(...(yield* packed(input))), visitor);
    case 12:
      return packedScores(new Ziplist(...(yield* packed(input))), visitor, input.offset);
    case 13:
      visitor.begin('hash');
      return pairs(new Ziplist(...(yield* packed(input))), visitor, input.offset);
    case 14:
    case 18:
      return yield* nodes(input, visitor, type);
    case 15:
    case 19:
    case 21:
      return yield* decodeStream(input, visitor, type);
    case 16:
      visitor.begin('hash');
      return pairs(new Listpack(...(yield* packed(input))), visitor, input.offset);
    case 17:
      return packedScores(new Listpack(...(yield* packed(input))), visitor, input.offset);
    case 20:
      visitor.begin('set');
      return items(new Listpack(...(yield* packed(input))), visitor);
    case 23:
    case 25:
      if (type === 25) yield* raw(input, 8);
      visitor.begin('hash');
      return triples(new Listpack(...(yield* packed(input))), visitor, input.offset);
    default:
      throw unsupported(`a value of the unknown type ${String(type)}`, input.offset, { type, dialect });
  }
}

/** A byte string, to the visitor. */
function* part(input: Input, visitor: ValueVisitor): Decoding {
  yield* header(input);
  const { form, storedLength, plainLength, offset } = input;
  const inPieces = visitor.open !== undefined;
  if (form === 'raw') {
    if (input.available < storedLength && inPieces) return yield* pieces(input, storedLength, visitor);
    while (input.available < storedLength) yield storedLength;
    return visitor.text(input.take(storedLength));
  }
  if (form === 'lzf') {
    if (plainLength > LONG_STRING && inPieces) return yield* expand(input, storedLength, plainLength, visitor);
    while (input.available < storedLength) yield storedLength;
    return visitor.text(lzfDecompress(input.take(storedLength), plainLength, offset));
  }
  while (input.available < storedLength) yield storedLength;
  input.storedLength = storedLength;
  visitor.text(storedInteger(input));
}

function* pieces(input: Input, size: number, visitor: ValueVisitor): Decoding {
  visitor.open?.(size);
  for (let left = size; left > 0;) {
    if (input.available === 0) yield 1;
    const bytes = input.take(Math.min(left, input.available));
    left -= bytes.length;
    visitor.chunk?.(bytes);
  }
}

/** Decompresses piece by piece; only what a copy may reach back to is kept. */
function* expand(input: Input, stored: number, plain: number, visitor: ValueVisitor): Decoding {
  const { offset } = input;
  if (!lzfPossible(stored, plain)) throw broken(offset);
  visitor.open?.(plain);
  const output = Buffer.allocUnsafe(LZF_WINDOW + OUTPUT_BYTES);
  let start = 0;
  let to = 0;
  let total = 0;
  for (let left = stored; left > 0;) {
    // The longest step is a control byte and 32 literal octets.
    const ready = Math.min(left, 33);
    while (input.available < ready) yield ready;
    const control = input.bytes[input.position] as number;
    const size = control < 32 ? control + 2 : control < 224 ? 2 : 3;
    if (size > left) throw broken(offset);
    const step = input.take(size);
    left -= size;
    if (control < 32) {
      to += step.copy(output, to, 1);
    } else {
      const count = 2 + (size === 2 ? control >> 5 : 7 + (step[1] as number));
      let source = to - ((control & 31) << 8) - (step[size - 1] as number) - 1;
      if (source < 0) throw broken(offset);
      for (const end = to + count; to < end;) output[to++] = output[source++] as number;
    }
    // The longest step adds 264 octets.
    if (to > output.length - 264 || left === 0) {
      total += to - start;
      if (total > plain) throw broken(offset);
      visitor.chunk?.(output.subarray(start, to));
      if (to > LZF_WINDOW) output.copyWithin(0, to - LZF_WINDOW, to);
      to = Math.min(to, LZF_WINDOW);
      start = to;
    }
  }
  if (total !== plain) throw broken(offset);
}

function* elements(input: Input, visitor: ValueVisitor): Decoding {
  for (let left = yield* length(input); left > 0; left--) {
    yield* part(input, visitor);
    visitor.item();
  }
}

function* fields(input: Input, visitor: ValueVisitor, type: 4 | 22 | 24): Decoding {
  visitor.begin('hash');
  const first = type === 24 ? yield* time(input) : 1;
  for (let left = yield* length(input); left > 0; left--) {
    const after = type === 4 ? 0 : yield* length(input);
    yield* part(input, visitor);
    yield* part(input, visitor);
    // Counted from the first one that expires, and from 1, so that 0 can mean never.
    if (after > 0) visitor.expiry(after + first - 1);
    visitor.item();
  }
}

function* valkeyHash(input: Input, visitor: ValueVisitor): Decoding {
  visitor.begin('hash');
  for (let left = yield* length(input); left > 0; left--) {
    yield* part(input, visitor);
    yield* part(input, visitor);
    const at = yield* time(input);
    if (at >= 0) visitor.expiry(at);
    visitor.item();
  }
}

function* scores(input: Input, visitor: ValueVisitor, type: 3 | 5): Decoding {
  visitor.begin('zset');
  for (let left = yield* length(input); left > 0; left--) {
    yield* part(input, visitor);
    const score = type === 5 ? (yield* raw(input, 8)).readDoubleLE(0) : yield* textScore(input);
    visitor.score(checkedScore(score, input.offset));
    visitor.item();
  }
}

function* textScore(input: Input): Decoding<number> {
  const size = (yield* raw(input, 1))[0] as number;
  if (size === 255) return -Infinity;
  if (size === 254) return Infinity;
  return size === 253 ? NaN : scoreOf((yield* raw(input, size)).toString('latin1'));
}

/** The double that a text stands for; NaN when it is none. */
function scoreOf(text: string): number {
  if (/^[+-]?inf(?:inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
}

function checkedScore(score: number, offset: number): number {
  if (Number.isNaN(score)) throw malformed('a score is not a number', offset);
  return score;
}

function* nodes(input: Input, visitor: ValueVisitor, type: 14 | 18): Decoding {
  visitor.begin('list');
  for (let left = yield* length(input); left > 0; left--) {
    const container = type === 14 ? 2 : yield* length(input);
    if (container === 1) {
      yield* part(input, visitor);
      visitor.item();
    } else if (container === 2) {
      const blob = yield* packed(input);
      items(type === 14 ? new Ziplist(...blob) : new Listpack(...blob), visitor);
    } else {
      throw malformed(`a list has a node of the unknown kind ${String(container)}`, input.offset);
    }
  }
}

function items(reader: PackedReader, visitor: ValueVisitor): void {
  for (let item = reader.next(); item !== null; item = reader.next()) {
    visitor.text(itemBytes(item));
    visitor.item();
  }
}

function second(reader: PackedReader, offset: number): PackedItem {
  const item = reader.next();
  if (item === null) throw malformed('a packed value ends in the middle of a pair', offset);
  return item;
}

function pairs(reader: PackedReader, visitor: ValueVisitor, offset: number): void {
  for (let field = reader.next(); field !== null; field = reader.next()) {
    visitor.text(itemBytes(field));
    visitor.text(itemBytes(second(reader, offset)));
    visitor.item();
  }
}

function triples(reader: PackedReader, visitor: ValueVisitor, offset: number): void {
  for (let field = reader.next(); field !== null; field = reader.next()) {
    visitor.text(itemBytes(field));
    visitor.text(itemBytes(second(reader, offset)));
    const at = Number(itemInteger(second(reader, offset), offset));
    if (!Number.isSafeInteger(at) || at < 0) throw malformed('a time of expiry is beyond all dates', offset);
    if (at > 0) visitor.expiry(at);
    visitor.item();
  }
}

function packedScores(reader: PackedReader, visitor: ValueVisitor, offset: number): void {
  visitor.begin('zset');
  for (let member = reader.next(); member !== null; member = reader.next()) {
    visitor.text(itemBytes(member));
    const score = second(reader, offset);
    visitor.score(checkedScore(Buffer.isBuffer(score) ? scoreOf(score.toString('latin1')) : Number(score), offset));
    visitor.item();
  }
}

function* module(input: Input, visitor: ValueVisitor): Decoding {
  visitor.begin('module');
  for (;;) {
    const from = input.position;
    const id = input.takeUnsigned();
    if (id !== null) {
      visitor.module(moduleName(id));
      visitor.raw(input.bytes.subarray(from, input.position));
      break;
    }
    yield input.available + 1;
  }
  const skeleton = new Skeleton();
  skeleton.start(['module']);
  for (;;) {
    const from = input.position;
    const ended = skeleton.advance(input);
    visitor.raw(input.bytes.subarray(from, input.position));
    if (ended) return;
    yield input.available + 1;
  }
}
