/** How many UTF-16 units are encoded and sent at a time. */
const CHUNK = 64 * 1024;

/** Cuts the rows of a COPY into encoded chunks, never inside a surrogate pair. */
export function* copyChunks(data: string): Generator<Buffer> {
  for (let start = 0; start < data.length;) {
    let end = Math.min(start + CHUNK, data.length);
    if (end < data.length && isHighSurrogate(data.charCodeAt(end - 1))) end += 1;
    yield Buffer.from(data.slice(start, end));
    start = end;
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
