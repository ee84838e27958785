import { describe, expect, it } from '@jest/globals';
import { configJsonSchema } from '../../src/config/json-schema.ts';
import type { Json } from '../../src/driver.ts';

interface Node {
  readonly [key: string]: Json;
}

const isNode = (value: unknown): value is Node => value !== null && typeof value === 'object' && !Array.isArray(value);

/** Every property in the schema, by its path. */
function properties(schema: Json, path: string): readonly (readonly [string, Node])[] {
  if (!isNode(schema)) return [];
  const own = isNode(schema['properties']) ? Object.entries(schema['properties']) : [];
  return [
    ...own.flatMap(([name, child]) =>
      isNode(child) ? [[`${path}/${name}`, child] as const, ...properties(child, `${path}/${name}`)] : [],
    ),
    ...properties(schema['additionalProperties'] ?? null, `${path}/*`),
    ...properties(schema['items'] ?? null, `${path}[]`),
  ];
}

describe('configJsonSchema', () => {
  const schema = configJsonSchema();

  it('names itself and its dialect', () => {
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'urn:sluice:config:1',
      title: 'sluice.yml',
      type: 'object',
      required: ['version'],
      additionalProperties: false,
    });
  });

  it('describes every setting', () => {
    const all = properties(schema, '');
    expect(all.length).toBeGreaterThan(50);
    expect(all.filter(([, node]) => typeof node['description'] !== 'string').map(([path]) => path)).toEqual([]);
  });

  it('carries defaults, values and bounds', () => {
    const all = Object.fromEntries(properties(schema, ''));
    expect(all['/migrations/lock-timeout']).toMatchObject({ type: 'string', default: '5s' });
    expect(all['/migrations/lock-retries']).toMatchObject({ type: 'integer', default: 10, minimum: 0, maximum: 1000 });
    expect(all['/backup/verify']).toMatchObject({ default: 'restore', enum: ['none', 'checksum', 'restore'] });
    expect(all['/environments/*/protected']).toMatchObject({ type: 'boolean', default: false });
    expect(all['/promotion[]/max-age']).toMatchObject({ default: '24h' });
  });

  it('has patterns that editors can compile without flags', () => {
    const patterns = properties(schema, '').flatMap(([, node]) =>
      typeof node['pattern'] === 'string' ? [node['pattern']] : [],
    );
    expect(patterns.length).toBeGreaterThan(10);
    for (const pattern of patterns) expect(() => new RegExp(pattern)).not.toThrow();
  });
});
