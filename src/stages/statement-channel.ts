import { channel } from 'node:diagnostics_channel';

/** Published just before and just after each statement of a migration is sent to the server. */
const statementChannel = channel('sluice:statement');

/** What {@link statementChannel} publishes. */
export interface StatementMessage {
  readonly moment: 'before' | 'after';
  readonly version: string;
  /** Position in its file, from 0. */
  readonly statement: number;
}

/** Tells whoever listens; costs nothing when nobody does. */
export function publishStatement(moment: StatementMessage['moment'], version: string, statement: number): void {
  if (statementChannel.hasSubscribers)
    statementChannel.publish({ moment, version, statement } satisfies StatementMessage);
}
