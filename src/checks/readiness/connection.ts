import type { DatabaseUrl, Facts } from '../../driver.ts';
import type { CheckResult } from '../../journal/entries.ts';
import { passed, skipped, warned } from '../result.ts';
import type { ReadinessCheck } from './context.ts';

const CONNECTION = { id: 'connection', title: 'Connection', expected: 'the server answers and lets the account in' };
const TLS = {
  id: 'tls',
  title: 'Encrypted connection',
  expected: 'TLS, or a connection that does not leave the machine',
};

/** Addresses that a packet does not leave the machine for. */
function isLocal({ host }: DatabaseUrl): boolean {
  return (
    host === '' || host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/u.test(host) || host.startsWith('/')
  );
}

function tls({ tls: state }: Facts, url: DatabaseUrl): CheckResult {
  if (state === null) return skipped(TLS, 'this engine has no network');
  if (state.used) return passed(TLS, state.protocol ?? 'encrypted');
  if (isLocal(url)) return passed(TLS, 'not encrypted, on this machine');
  return warned(
    TLS,
    'CONN_001',
    'not encrypted',
    'Add ?sslmode=verify-full&sslrootcert=PATH to the database URL, and switch TLS on in the server.',
  );
}

/** That this check runs shows that the connection works; what is left is whether others can read it. */
export const checkConnection: ReadinessCheck = ({ facts, url }) => [
  passed(CONNECTION, `${facts.engine} ${facts.serverVersion}, database ${facts.database}`),
  tls(facts, url),
];
