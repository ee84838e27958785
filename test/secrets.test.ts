import { describe, expect, it } from '@jest/globals';
import { Redactor } from '../src/redact.ts';
import { secretsOf } from '../src/secrets.ts';

describe('secretsOf', () => {
  it('holds the URL and the password in every usual form', () => {
    const url = `postgres://app:a%40b'c"d@h/d`;
    const secrets = secretsOf(url);
    for (const expected of [
      url,
      `a%40b'c"d`,
      `a@b'c"d`,
      'a%40b%27c%22d',
      `a%40b'c%22d`,
      `a@b'c\\"d`,
      `a@b''c"d`,
      `a@b'\\''c"d`,
      'a@b&#39;c&quot;d',
      Buffer.from(`a@b'c"d`).toString('base64'),
      Buffer.from(`app:a@b'c"d`).toString('base64'),
      Buffer.from(`a@b'c"d`).toString('hex'),
    ]) {
      expect(secrets).toContain(expected);
    }
    expect(secrets).toEqual([...new Set(secrets)].toSorted((a, b) => b.length - a.length));
  });

  it('holds the password that each @ would end, since nobody knows by which rules it was written', () => {
    expect(secretsOf('postgres://u:hunter2@h/d?application_name=x@y')).toContain('hunter2');
    expect(secretsOf('postgres://u:abcd@efgh@h/d?sslmode=require')).toEqual(
      expect.arrayContaining(['abcd@efgh', 'abcd']),
    );
  });

  it('masks a password of one to three characters only as a part of a URL', () => {
    const redactor = new Redactor();
    redactor.register(...secretsOf('redis://app:abc@h/0'));
    expect(redactor.redact('the abc of redis://app:abc@h/0 and redis://:abc@other')).toBe(
      'the abc of *** and redis://***other',
    );
    expect(redactor.redact(`Basic ${Buffer.from('app:abc').toString('base64')}`)).toBe('Basic ***');
  });

  it.each([
    ['sqlite:/data/hunter2.db', []],
    ['', []],
    ['  ', []],
    ['https://api.example.com/health?x=a', []],
    ['postgres://h/d', ['postgres://h/d']],
    ['hunter2', ['hunter2']],
  ])('of %j holds %j', (url, expected) => {
    expect(secretsOf(url)).toEqual(expected);
  });

  it('takes the user of a web address for a token', () => {
    expect(secretsOf('https://ghp_token@api.example.com/')).toContain('ghp_token');
  });

  it.each([
    'postgres://u:hunter2@h:hunter/d',
    'u:hunter2@h',
    'postgress://u:hunter2@h/d?sslmode=9',
    'mongodb://u:hunter2@h',
  ])('finds the password in %j, which is no valid URL', (url) => {
    expect(secretsOf(url)).toContain('hunter2');
  });
});
