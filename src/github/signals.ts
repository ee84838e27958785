import { InterruptedError } from '../errors.ts';

/** What a cancelled run exits with. */
export const INTERRUPTED_EXIT = 130 as const;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Turns the runner's cancellation into the abortion of a run. The first signal aborts with an `InterruptedError`, so
 * that statements are cancelled and the journal is written; a second one (the runner sends it when we take too long)
 * ends the process at once. The returned function stops listening.
 */
export function abortOnSignals(controller: AbortController): () => void {
  function onSignal(signal: NodeJS.Signals): void {
    if (controller.signal.aborted) process.exit(INTERRUPTED_EXIT);
    controller.abort(new InterruptedError(`The run was asked to stop (${signal}).`));
  }
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return () => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
}

/** How long something that nobody closed may keep a finished process alive. */
const LINGER_MS = 5000;

/** Has the process end with this code: by itself once all is printed, by force when something keeps it alive. */
export function exitSoon(code: number): void {
  process.exitCode = code;
  setTimeout(() => process.exit(code), LINGER_MS).unref();
}
