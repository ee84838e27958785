import type { DatabaseUrl } from '../../driver.ts';

/** What is said about the server in messages: never the password, nor the URL. */
export interface ServerName {
  readonly host: string;
  readonly port: number;
  /** `default` where the URL names none. */
  readonly user: string;
  /** The number of the database. */
  readonly database: number;
  readonly tls: boolean;
}

/** The server as messages name it. */
export function serverName(url: DatabaseUrl): ServerName {
  return {
    host: url.host === '' ? 'localhost' : url.host,
    port: url.port ?? 6379,
    user: url.user === '' ? 'default' : url.user,
    database: Number(url.database === '' ? '0' : url.database),
    tls: usesTls(url),
  };
}

/** Whether the URL asks for TLS; Redis has no way to ask a server whether it offers it. */
export function usesTls({ scheme, tls }: DatabaseUrl): boolean {
  return scheme === 'rediss' || (tls.mode !== 'default' && tls.mode !== 'disable');
}
