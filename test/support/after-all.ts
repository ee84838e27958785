const { afterAll } = globalThis as { afterAll?: (hook: () => unknown) => void };

/**
 * Has `cleanUp` called when the test file has ended. Inside jest each test file has its own copy of the modules that
 * call this; outside there is no hook but the process's end.
 */
export function afterAllTests(cleanUp: () => unknown): void {
  if (afterAll) afterAll(cleanUp);
  else process.once('exit', cleanUp);
}
