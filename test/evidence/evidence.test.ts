import { describe, expect, it } from '@jest/globals';
import { buildEvidence } from '../../src/evidence/build-evidence.ts';
import { evidenceDigest, writeEvidence, type Evidence } from '../../src/evidence/evidence.ts';
import { readEvidence } from '../../src/evidence/read-evidence.ts';
import type { Json } from '../../src/driver.ts';
import { fullOf, reportOf, staged } from '../report/fixtures.ts';
import { evidenceOf, ORIGIN } from './fixtures.ts';

/** Every place in a value where a plain value stands. */
function leaves(value: Json, path: readonly string[] = []): readonly (readonly string[])[] {
  if (value === null || typeof value !== 'object') return [path];
  return Object.entries(value).flatMap(([key, member]) => leaves(member, [...path, key]));
}

/** A copy with one plain value replaced. */
function changed(value: Json, [key, ...rest]: readonly string[]): Json {
  if (key === undefined) {
    if (typeof value === 'number') return value + 1;
    if (typeof value === 'boolean') return !value;
    return value === null ? 'x' : `${String(value)}x`;
  }
  const copy = structuredClone(value) as Record<string, Json>;
  copy[key] = changed(copy[key] ?? null, rest);
  return copy;
}

describe('evidence', () => {
  it('reads what it wrote', () => {
    const evidence = evidenceOf();
    expect(readEvidence(writeEvidence(evidence), 'file')).toEqual(evidence);
  });

  it.each(leaves(evidenceOf() as unknown as Json).map((path) => [path.join('.'), path] as const))(
    'refuses a changed %s',
    (_, path) => {
      const text = JSON.stringify(changed(evidenceOf() as unknown as Json, path));
      expect(() => readEvidence(text, 'evidence.json')).toThrow(
        expect.objectContaining({ code: 'EVID_001', message: expect.stringContaining('evidence.json') }),
      );
    },
  );

  it.each([
    ['no JSON', 'no'],
    ['another JSON', '[]'],
    ['an added member', JSON.stringify({ ...evidenceOf(), more: 1 })],
    ['a removed member', JSON.stringify({ ...evidenceOf(), backup: undefined })],
  ])('refuses %s', (_, text) => {
    expect(() => readEvidence(text, 'x')).toThrow(expect.objectContaining({ code: 'EVID_001' }));
  });

  it('refuses objects that do not belong to their fingerprint, under a digest that fits', () => {
    const { before } = evidenceOf();
    const swapped = evidenceOf({ before: before === null ? null : { ...before, objects: [] } });
    expect(() => readEvidence(writeEvidence(swapped), 'x')).toThrow('its schema objects have another fingerprint');
  });

  it('is a pure function of the report', () => {
    const report = reportOf(
      staged(
        'run',
        { kind: 'backup', backupId: 'b-1', digest: 'e'.repeat(64), verified: 'restore', path: '/secret/place' },
        { kind: 'run-finished', status: 'passed', errorCode: null, schemaFingerprint: 'b'.repeat(64) },
      ),
      { environment: 'staging' },
    );
    const evidence = buildEvidence(report, ORIGIN);
    expect(evidence).toEqual(buildEvidence(report, ORIGIN));
    expect(evidence).toMatchObject({
      environment: 'staging',
      origin: ORIGIN,
      after: 'b'.repeat(64),
      backup: { id: 'b-1', digest: 'e'.repeat(64), verified: 'restore' },
    });
    expect(readEvidence(writeEvidence(evidence), 'x')).toEqual(evidence);
  });

  it('takes over no text that could hold data', () => {
    const evidence: Evidence = buildEvidence(fullOf('row-of-data'), ORIGIN);
    expect(evidenceDigest(evidence)).toBe(evidence.digest);
    // Names of files, environments and checks are theirs; messages, findings and reasons are not taken over.
    expect(JSON.stringify({ ...evidence, plan: null, environment: null, checks: [] })).not.toContain('row-of-data');
  });
});
