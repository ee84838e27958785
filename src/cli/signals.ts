import { InterruptedError } from '../errors.ts';

/**
 * Turns SIGINT and SIGTERM into an abort, so that a run can cancel its statement, write its journal and
 * leave; a second signal ends the process at once.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  const interrupt = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(new InterruptedError(`Interrupted by ${name}; the state is saved.`));
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return controller.signal;
}
