import { describe, expect, it } from '@jest/globals';
import { formatManifest, type Manifest, parseManifest, sealManifest, withVerdict } from '../../src/backup/manifest.ts';
import { fingerprint } from '../../src/plan/fingerprint.ts';
import { Seeded } from './seeded.ts';
import { dumped } from './streams.ts';

const schema = fingerprint(dumped.schema);
const part = {
  name: 'main',
  file: '0001-main.zst',
  plainSha256: 'a'.repeat(64),
  plainBytes: 7,
  sha256: 'b'.repeat(64),
  bytes: 16,
};
const content = {
  schema: 'sluice.backup/1',
  id: '20260131T235958Z-production-1a2b3c',
  createdAt: '2026-01-31T23:59:58.765Z',
  finishedAt: '2026-01-31T23:59:59.001Z',
  expiresAt: '2026-03-02T23:59:58.765Z',
  environment: 'production',
  engine: 'sqlite',
  serverVersion: '3.50.0',
  database: '/data/База данных.db',
  tool: dumped.tool,
  sluiceVersion: '0.1.0',
  mode: 'full',
  snapshot: null,
  guarantee: dumped.guarantee,
  compression: 'zstd',
  encrypted: false,
  parts: [part],
  tables: dumped.tables,
  schemaFingerprint: schema.fingerprint,
  objects: schema.objects,
  applied: ['1', '2'],
  planDigest: 'c'.repeat(64),
  runId: 'run-1',
  workflowRun: null,
} as const;

const manifest = sealManifest(content);
const proof = { at: '2026-02-01T00:00:09.000Z', durationMs: 412, tablesCompared: 2 };
const states: readonly (readonly [string, Manifest])[] = [
  ['none', manifest],
  ['checksum', withVerdict(manifest, 'checksum')],
  ['restore', withVerdict(manifest, proof)],
];

/** Changes fields without touching the digests. */
function forged(changes: Record<string, unknown>, of: Manifest = manifest): string {
  return `${JSON.stringify({ ...of, ...changes }, null, 2)}\n`;
}

describe('a manifest', () => {
  it.each(states)('comes back as it was written, verified: %s', (verified, state) => {
    expect(parseManifest(formatManifest(state))).toEqual(state);
    expect(state.verified).toBe(verified);
  });

  it('keeps its digest when it is proven, and changes it with anything else', () => {
    expect(withVerdict(manifest, proof).digest).toBe(manifest.digest);
    expect(sealManifest({ ...content, applied: ['1'] }).digest).not.toBe(manifest.digest);
    expect(sealManifest({ ...content, parts: [{ ...part, bytes: 17 }] }).digest).not.toBe(manifest.digest);
  });

  it.each([
    ['another field', { runId: 'run-2' }, /digest is [0-9a-f]{64}, but its content gives/],
    ['an unknown field', { note: 'hello' }, /Unrecognized key/],
    ['a path for a file', { parts: [{ ...part, file: '../../etc/passwd' }] }, /not a plain file name/],
    ['a hidden file', { parts: [{ ...part, file: '.bashrc' }] }, /not a plain file name/],
    ['no parts', { parts: [] }, /invalid at parts/],
    ['a claim without a proof', { verified: 'checksum' }, /proof's digest is null, but its proof gives/],
    ['a proof without a claim', { proof }, /verified: none, but its proof is there/],
    ['a claim to a proof that is missing', { verified: 'restore' }, /its proof is missing/],
    ['negative bytes', { parts: [{ ...part, bytes: -1 }] }, /invalid at parts\.0\.bytes/],
  ])('is refused with %s', (_, changes, reason) => {
    expect(() => parseManifest(forged(changes))).toThrow(reason);
  });

  it('is refused with another proof than the one that was made', () => {
    const proven = withVerdict(manifest, proof);
    expect(() => parseManifest(forged({ proof: { ...proof, durationMs: 1 } }, proven))).toThrow(/proof's digest/);
  });

  it('is refused, though sealed, when its objects do not give its fingerprint', () => {
    const wrong = sealManifest({ ...content, schemaFingerprint: '0'.repeat(64) });
    expect(() => parseManifest(formatManifest(wrong))).toThrow(/schema's fingerprint/);
  });

  it('is refused, though sealed, when two parts share a file', () => {
    const wrong = sealManifest({ ...content, parts: [part, { ...part, name: 'other' }] });
    expect(() => parseManifest(formatManifest(wrong))).toThrow(/one file for two parts/);
  });

  it('is refused in another form of the same JSON', () => {
    expect(() => parseManifest(JSON.stringify(manifest))).toThrow(/not in the form/);
    expect(() => parseManifest(`${formatManifest(manifest)}\n`)).toThrow(/not in the form/);
    expect(() => parseManifest('not JSON')).toThrow(/not JSON/);
  });

  it.each(states)('is refused after a change of any one character, verified: %s', (_, state) => {
    const random = new Seeded('manifest characters');
    const text = formatManifest(state);
    const accepted = Array.from(text, (_character, index) => {
      const code = text.charCodeAt(index) ^ (1 << random.below(7));
      return text.slice(0, index) + String.fromCharCode(code) + text.slice(index + 1);
    }).filter((changed) => {
      try {
        parseManifest(changed);
        return true;
      } catch {
        return false;
      }
    });
    expect(accepted).toEqual([]);
  });

  it.each(states)('is refused after the loss of its tail, verified: %s', (_, state) => {
    const text = formatManifest(state);
    for (let length = 0; length < text.length; length += 1) {
      expect(() => parseManifest(text.slice(0, length))).toThrow(/^(is|says) /);
    }
  });
});
