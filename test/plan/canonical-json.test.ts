import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../src/driver.ts';
import { canonicalJson, sha256Hex } from '../../src/plan/canonical-json.ts';

describe('canonicalJson', () => {
  it.each<[string, Json, string]>([
    ['null', null, 'null'],
    ['booleans', [true, false], '[true,false]'],
    ['no white space', { a: [1, { b: 2 }] }, '{"a":[1,{"b":2}]}'],
    ['keys in order, at every depth', { b: { d: 1, c: 2 }, a: 3 }, '{"a":3,"b":{"c":2,"d":1}}'],
    ['arrays keep their order', [3, 1, 2], '[3,1,2]'],
    ['empty containers', { a: {}, b: [] }, '{"a":{},"b":[]}'],
    ['negative zero', -0, '0'],
    // The number sample of RFC 8785 3.2.2.
    ['numbers', [333333333.33333329, 1e30, 4.5, 2e-3, 1e-27], '[333333333.3333333,1e+30,4.5,0.002,1e-27]'],
    // The string sample of RFC 8785 3.2.2.
    ['strings', '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/', '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'],
    // The sorting sample of RFC 8785 3.2.3: by UTF-16 code units, so the emoji comes before U+FB33.
    [
      'keys by code unit',
      {
        '\u20ac': 'Euro Sign',
        '\r': 'Carriage Return',
        '\ufb33': 'Hebrew Letter Dalet With Dagesh',
        '1': 'One',
        '\ud83d\ude00': 'Emoji: Grinning Face',
        '\u0080': 'Control',
        '\u00f6': 'Latin Small Letter O With Diaeresis',
      },
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis",' +
        '"€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    ],
    ['keys that look like array indexes', { 10: 'a', 9: 'b' }, '{"10":"a","9":"b"}'],
  ])('%s', (_title, value, expected) => {
    expect(canonicalJson(value)).toBe(expected);
  });

  it.each<[string, unknown]>([
    ['NaN', Number.NaN],
    ['infinity', [Number.POSITIVE_INFINITY]],
    ['undefined members', { a: undefined }],
    ['lone surrogates in values', 'a\ud800'],
    ['lone surrogates in keys', { '\udc00': 1 }],
    ['bigints', 1n],
  ])('refuses %s', (_title, value) => {
    expect(() => canonicalJson(value as Json)).toThrow(TypeError);
  });
});

describe('sha256Hex', () => {
  it('hashes the UTF-8 bytes', () => {
    expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(sha256Hex('€')).toBe(sha256Hex(new TextDecoder().decode(Uint8Array.of(0xe2, 0x82, 0xac))));
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
