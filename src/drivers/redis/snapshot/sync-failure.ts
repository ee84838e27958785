import { SluiceError } from '../../../errors.ts';
import { replyError } from '../failure.ts';
import type { ServerName } from '../server-name.ts';

/** The value of `details.replication` of an error that means: this server does not let us replicate from it. */
const REPLICATION_FORBIDDEN = 'forbidden';

/** Whether a backup has to be made in another way, because the account or the server does not allow replication. */
export function isReplicationForbidden(error: unknown): boolean {
  return error instanceof SluiceError && error.details['replication'] === REPLICATION_FORBIDDEN;
}

/** Answers that forbid it for good, as a rule those of managed services. */
function forbids(reply: string): boolean {
  return /^(?:NOPERM|ERR (?:unknown command|unsupported|operation not (?:permitted|allowed)|.*not (?:allowed|supported)))/iu.test(
    reply,
  );
}

/** What a server answered to a command of the handshake, without the `-`. */
export function syncError(reply: string, command: string, server: ServerName): SluiceError {
  const cause = replyError(reply, { what: command }, server);
  if (!forbids(reply)) {
    return new SluiceError(cause.code === 'SQL_001' ? 'CONN_001' : cause.code, cause.message, {
      cause,
      fix:
        cause.code === 'SQL_001'
          ? 'See what the server said above; try again when it can be replicated from.'
          : cause.fix,
      details: { ...cause.details },
    });
  }
  return new SluiceError(
    'PERM_001',
    `The server at ${server.host}:${String(server.port)} does not let the user "${server.user}" replicate from it.`,
    {
      cause,
      fix: `Let an administrator run: ACL SETUSER ${server.user} +psync +sync +replconf; managed services that forbid it are read key by key instead.`,
      details: { ...cause.details, command, replication: REPLICATION_FORBIDDEN },
    },
  );
}

/** The server said something that is no answer to what it was asked. */
export function malformedReply(): SluiceError {
  return new SluiceError('CONN_001', 'The server answered the request to replicate with something else.', {
    fix: 'Check that the database URL leads to the Redis server itself and not to a proxy, then run the command again.',
  });
}
