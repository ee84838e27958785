import { appendFileSync } from 'node:fs';
import { SluiceError } from '../errors.ts';

/** Takes lines for the log file; never throws, because a full disk must not end a run that changes a database. */
export type WriteLog = (line: string) => void;

/**
 * Opens the file of `--log-file`, whose lines are appended.
 *
 * @param lost called once, with the reason, when a line cannot be written any more
 * @throws SluiceError `PERM_001` when the file cannot be written at the start
 */
export function openLogFile(path: string, lost: (reason: string) => void): WriteLog {
  try {
    appendFileSync(path, '');
  } catch (error) {
    throw new SluiceError('PERM_001', `The log file ${path} cannot be written.`, {
      cause: error,
      fix: 'Name another file with --log-file, or make its folder.',
    });
  }
  let isLost = false;
  return (line) => {
    try {
      appendFileSync(path, `${line}\n`);
    } catch (error) {
      if (!isLost) lost(String(error));
      isLost = true;
    }
  };
}
