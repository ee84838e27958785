import { rm, writeFile } from 'node:fs/promises';
import type { DatabaseUrl, OpenOptions } from '../../../driver.ts';
import { inTemporaryFolder } from '../../sql/temporary-failure.ts';
import { temporaryPath } from '../../sql/temporary-files.ts';

/** How the value of an option is written so that every character survives: in quotes, with the client's own escapes. */
export function optionValue(text: string): string {
  const escapes: Readonly<Record<string, string>> = {
    '\\': '\\\\',
    '"': '\\"',
    "'": "\\'",
    '\n': '\\n',
    '\r': '\\r',
    '\t': '\\t',
    '\b': '\\b',
  };
  return `"${text.replaceAll(/[\\"'\n\r\t\b]/g, (character) => escapes[character] ?? character)}"`;
}

/** How the client programs are to use TLS; `used` is what Sluice's own connection to this server came to. */
function tlsLines(tls: DatabaseUrl['tls'], mariadb: boolean, used: boolean): readonly string[] {
  const root = tls.rootCert === null || tls.rootCert === 'system' ? [] : [`ssl-ca=${optionValue(tls.rootCert)}`];
  if (mariadb) {
    switch (tls.mode) {
      case 'disable':
        return ['skip-ssl'];
      case 'default':
        // Newer clients check certificates unless they are told not to, and fall back to nothing.
        return used ? ['ssl', 'skip-ssl-verify-server-cert'] : ['skip-ssl'];
      case 'require':
        return ['ssl', 'skip-ssl-verify-server-cert'];
      // The client knows no check of the chain alone; checking the name as well errs on the safe side.
      case 'verify-ca':
      case 'verify-full':
        return ['ssl', ...root, 'ssl-verify-server-cert'];
    }
  }
  const modes = {
    disable: 'DISABLED',
    default: used ? 'REQUIRED' : 'DISABLED',
    require: 'REQUIRED',
    'verify-ca': 'VERIFY_CA',
    'verify-full': 'VERIFY_IDENTITY',
  } as const;
  return [`ssl-mode=${modes[tls.mode]}`, ...(tls.mode.startsWith('verify') ? root : [])];
}

/** The text of the file: where to connect and as whom. */
export function optionFileText(url: DatabaseUrl, mariadb: boolean, tlsUsed: boolean): string {
  const host = url.host === '' ? 'localhost' : url.host;
  const place = host.startsWith('/')
    ? [`socket=${optionValue(host)}`]
    : // By name `localhost` the client would look for a socket instead.
      [`host=${optionValue(host)}`, `port=${url.port ?? 3306}`, 'protocol=tcp'];
  const lines = [
    ...place,
    `user=${optionValue(url.user)}`,
    `password=${optionValue(url.password)}`,
    ...tlsLines(url.tls, mariadb, tlsUsed),
  ];
  return `[client]\n${lines.join('\n')}\n`;
}

/**
 * Calls `work` with the path of a file that tells the client programs where and as whom to log in. It can be
 * read by this user alone, and is removed whatever happens: arguments and environment can be seen by others.
 */
export async function withOptionFile<T>(
  text: string,
  { temporaryDirectory }: Pick<OpenOptions, 'temporaryDirectory'>,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const path = temporaryPath(temporaryDirectory, 'login', '.cnf');
  try {
    await inTemporaryFolder(temporaryDirectory, () => writeFile(path, text, { mode: 0o600, flag: 'wx' }));
    return await work(path);
  } finally {
    await rm(path, { force: true });
  }
}
