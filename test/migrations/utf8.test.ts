import { isUtf8 } from 'node:buffer';
import { describe, expect, it } from '@jest/globals';
import { firstInvalidUtf8 } from '../../src/migrations/utf8.ts';

describe('firstInvalidUtf8', () => {
  it.each([
    ['a continuation alone', [0x41, 0x80], 1],
    ['an overlong slash', [0xc0, 0xaf], 0],
    ['an overlong sequence of three', [0xe0, 0x9f, 0xbf], 0],
    ['a surrogate', [0x41, 0x42, 0xed, 0xa0, 0x80], 2],
    ['an overlong sequence of four', [0xf0, 0x8f, 0xbf, 0xbf], 0],
    ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80], 0],
    ['a lead that never occurs', [0xc3, 0xa4, 0xf5, 0x80, 0x80, 0x80], 2],
    ['cut off at the end', [0xe2, 0x82, 0xac, 0xe2, 0x82], 3],
    ['cut off by a letter', [0xf0, 0x9f, 0x41, 0x80], 0],
    ['sound', [...Buffer.from('aä€😀\u07ff\u0800\uffff')], -1],
  ])('%s', (_title, bytes, expected) => {
    expect(firstInvalidUtf8(Uint8Array.from(bytes))).toBe(expected);
  });

  it('agrees with Node on every pair and on the edges of every triple', () => {
    const disagreements: string[] = [];
    const compare = (...bytes: number[]): void => {
      const array = Uint8Array.from(bytes);
      if ((firstInvalidUtf8(array) === -1) !== isUtf8(array)) disagreements.push(bytes.join(' '));
    };
    const edges = [0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0];
    for (let lead = 0; lead < 256; lead += 1) {
      for (let second = 0; second < 256; second += 1) {
        compare(lead, second);
      }
      for (const second of edges) {
        for (const third of edges) {
          for (const fourth of edges) {
            compare(lead, second, third, fourth);
          }
        }
      }
    }
    expect(disagreements).toEqual([]);
  });
});
