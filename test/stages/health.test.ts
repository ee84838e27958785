import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InterruptedError } from '../../src/errors.ts';
import { type HealthEndpoint, healthChecks } from '../../src/stages/health.ts';
import { failureOf } from '../journal/fixtures.ts';
import { inMemory } from './memory.ts';

let server: Server;
let base: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    const status = Number(request.url?.slice(1));
    // `/0` never answers.
    if (status !== 0) response.writeHead(status, status === 302 ? { location: '/200' } : {}).end('body');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function endpoint(path: string, expectStatus = 200, timeoutMs = 30_000): HealthEndpoint {
  return { name: `api${path}`, url: `${base}${path}`, expectStatus, timeoutMs };
}

const never = new AbortController().signal;

describe('healthChecks', () => {
  it('is skipped when nothing is configured', async () => {
    const memory = inMemory();
    expect(await healthChecks(memory.journal, [], never)).toMatchObject({ status: 'skipped', records: 0 });
    expect(memory.lines()).toEqual([]);
  });

  it.each([
    ['/200', 200],
    ['/204', 204],
    ['/503', 503],
    // A redirect is an answer of its own.
    ['/302', 302],
  ])('passes when %s answers %i', async (path, expected) => {
    const memory = inMemory();
    expect(await healthChecks(memory.journal, [endpoint(path, expected)], never)).toEqual({
      status: 'passed',
      records: 1,
      reason: null,
    });
    expect(memory.entries()).toMatchObject([
      { kind: 'check', check: { id: `health:api${path}`, status: 'pass', observed: `status ${String(expected)}` } },
    ]);
  });

  it('asks all, journals all, and names those that are sick', async () => {
    const memory = inMemory();
    const endpoints = [endpoint('/500'), endpoint('/200'), endpoint('/302'), endpoint('/0', 200, 1)];
    const error = await failureOf(healthChecks(memory.journal, endpoints, never));
    expect(error.code).toBe('DATA_001');
    expect(error.message).toContain(
      'Health of api/500: status 500; Health of api/302: status 302; Health of api/0: no answer',
    );
    expect(error.message).not.toContain('api/200');
    expect(error.fix).toContain('api/500');
    expect(memory.entries().map((entry) => (entry.kind === 'check' ? entry.check.status : entry.kind))).toEqual([
      'fail',
      'pass',
      'fail',
      'fail',
    ]);
  });

  it('says why nobody answers', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, 'close');
    const url = `http://127.0.0.1:${String(port)}/`;
    const memory = inMemory();
    const error = await failureOf(
      healthChecks(memory.journal, [{ name: 'api', url, expectStatus: 200, timeoutMs: 30_000 }], never),
    );
    expect(error.message).toContain('ECONNREFUSED');
  });

  it('ends with the run', async () => {
    const run = new AbortController();
    const asked = once(server, 'request');
    const checking = healthChecks(inMemory().journal, [endpoint('/0')], run.signal);
    await asked;
    run.abort(new InterruptedError('by a signal'));
    await expect(checking).rejects.toThrow(InterruptedError);
  });
});
