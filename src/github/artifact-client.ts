import { endGroup, startGroup } from '@actions/core';
import type { ArtifactClient } from '@actions/artifact';

/** Rejects with the signal's reason as soon as it is aborted. The work itself cannot be stopped; the process's end does that. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    // Whatever the work comes to after the abortion, nobody waits for it any more.
    work.catch(() => {});
  }
}

/**
 * Lends the toolkit's client, which is loaded only now: with the blob store's client it is by far the largest part of
 * the bundle. What it prints is folded away under `title`. Timeouts and retries are the toolkit's own.
 */
export async function withArtifacts<T>(
  title: string,
  signal: AbortSignal,
  work: (client: ArtifactClient) => Promise<T>,
): Promise<T> {
  const { DefaultArtifactClient } = await import('@actions/artifact');
  startGroup(title);
  try {
    return await untilAborted(work(new DefaultArtifactClient()), signal);
  } finally {
    endGroup();
  }
}
