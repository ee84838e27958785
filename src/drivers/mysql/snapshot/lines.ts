import { Transform } from 'node:stream';

/** Lines longer than this are passed on as they are: nothing that is looked for is that long. */
const MAX_LINE = 1024 * 1024;

/**
 * Passes text on with its lines changed. A line is given without its end and with each byte as one character
 * (latin1), so that whatever is not touched stays as it is.
 */
export function changeLines(change: (line: string) => string): Transform {
  let rest = '';
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const lines = (rest + chunk.toString('latin1')).split('\n');
      rest = lines.pop() ?? '';
      let text = lines.map((line) => `${change(line)}\n`).join('');
      if (rest.length > MAX_LINE) {
        text += rest;
        rest = '';
      }
      done(null, Buffer.from(text, 'latin1'));
    },
    flush(done) {
      done(null, Buffer.from(change(rest), 'latin1'));
    },
  });
}
