import { describe, expect, it } from '@jest/globals';
import { backupId, partsOfId, slug } from '../../src/backup/identifier.ts';

const at = new Date('2026-01-31T23:59:58.765Z');

describe('backupId', () => {
  it.each([
    ['production', '/data/leads.db', 'production'],
    [null, '/data/leads.v2.db', 'leads-v2'],
    [null, 'C:\\data\\Leads.db', 'leads'],
    [null, 'Café Zürich', 'cafe-zurich'],
    ['прод', 'leads', 'leads'],
    ['прод', 'база', 'database'],
    [null, '.env', 'env'],
    ['', '', 'database'],
  ])('names environment %p, database %p: %s', (environment, database, name) => {
    const id = backupId(at, environment, database);
    expect(id).toMatch(new RegExp(`^20260131T235958Z-${name}-[0-9a-f]{6}$`));
    expect(partsOfId(id)).toEqual({ stamp: '20260131T235958Z', name });
  });

  it('differs for two backups of one second', () => {
    const ids = new Set(Array.from({ length: 50 }, () => backupId(at, 'production', 'leads')));
    expect(ids.size).toBe(50);
  });
});

describe('slug', () => {
  it('is short and neither begins nor ends with a dash', () => {
    expect(slug(`--${'a'.repeat(39)}-${'b'.repeat(40)}`)).toBe('a'.repeat(39));
    expect(slug('!!!')).toBe('');
  });
});

describe('partsOfId', () => {
  it.each(['production', '20260131T235958Z-production', 'x-20260131T235958Z-production-1a2b3c', 'a/b'])(
    'knows that %s is no id',
    (text) => {
      expect(partsOfId(text)).toBeNull();
    },
  );
});
