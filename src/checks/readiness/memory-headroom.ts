import type { KeyspaceFacts } from '../../driver.ts';
import { failed, passed, warned } from '../result.ts';
import type { ReadinessCheck } from './context.ts';

/** From this share on, a migration may run into the limit. */
const CROWDED = 0.9;

/** From this share of the machine on, a snapshot (for which the server copies what is written meanwhile) may not fit. */
const HALF_THE_MACHINE = 0.5;

const NAME = {
  id: 'memory-headroom',
  title: 'Memory of the server',
  expected: `less than ${String(CROWDED * 100)} % of maxmemory used; without one, less than half of the machine’s memory`,
};

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function share(used: number, of: number): string {
  return `${megabytes(used)} of ${megabytes(of)} used (${((used / of) * 100).toFixed(0)} %)`;
}

function verdict({ usedBytes, limitBytes, machineBytes }: KeyspaceFacts['memory']): ReturnType<typeof passed> {
  if (limitBytes !== null) {
    const observed = share(usedBytes, limitBytes);
    const fix = 'Raise maxmemory, or remove keys that are not needed.';
    if (usedBytes >= limitBytes) return failed(NAME, 'MEM_001', observed, fix);
    return usedBytes / limitBytes > CROWDED ? warned(NAME, 'MEM_001', observed, fix) : passed(NAME, observed);
  }
  if (machineBytes === null) return passed(NAME, `${megabytes(usedBytes)} used, no maxmemory`);
  const observed = `${share(usedBytes, machineBytes)}, no maxmemory`;
  return usedBytes / machineBytes > HALF_THE_MACHINE
    ? warned(NAME, 'MEM_001', observed, 'Set maxmemory, and leave room for the copies that a snapshot makes.')
    : passed(NAME, observed);
}

/** Whether a server that keeps all in memory has room for what a migration writes. */
export const checkMemoryHeadroom: ReadinessCheck = ({ facts }) =>
  facts.keyspace === undefined ? [] : [verdict(facts.keyspace.memory)];
