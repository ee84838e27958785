/** How often each contestant runs: SLUICE_BENCH_RUNS, or the benchmark's own number. */
export function repetitions(usual: number): number {
  const wanted = Number(process.env['SLUICE_BENCH_RUNS'] ?? usual);
  if (!Number.isSafeInteger(wanted) || wanted < 1)
    throw new Error('SLUICE_BENCH_RUNS must be a whole number from 1 on.');
  return wanted;
}
