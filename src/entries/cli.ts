/** The command line. */
export async function start(): Promise<void> {
  const { runCli } = await import('../cli/run-cli.ts');
  process.exitCode = await runCli(process.argv.slice(2));
}
