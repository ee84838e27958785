import { availableParallelism, cpus, loadavg } from 'node:os';

/** What a benchmark found. */
export interface Findings {
  /** Its file's name without the ending. */
  readonly benchmark: string;
  /** The columns of the table. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The figures by name, each with its unit in it, and the targets that they are held against. */
  readonly figures: Readonly<Record<string, number>>;
  readonly targets: Readonly<Record<string, number>>;
}

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [below = Number.NaN, above = Number.NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (below + above) / 2;
}

/** A number with at most two places behind the point. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

function line(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, index) => (index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0)))
    .join('  ')
    .trimEnd();
}

/** Prints the table, and below it all of it as one line of JSON. */
export function printFindings({ benchmark, columns, rows, figures, targets }: Findings): void {
  const widths = columns.map((title, index) => Math.max(title.length, ...rows.map((row) => row[index]?.length ?? 0)));
  const machine = {
    cpus: availableParallelism(),
    model: cpus()[0]?.model ?? 'unknown',
    load: rounded(loadavg()[0] ?? 0),
    node: process.version,
  };
  console.log(`\n${benchmark} (${String(machine.cpus)} CPUs, load ${String(machine.load)}, Node ${machine.node})\n`);
  console.log(line(columns, widths));
  console.log(widths.map((width) => '-'.repeat(width)).join('  '));
  for (const row of rows) console.log(line(row, widths));
  for (const [name, target] of Object.entries(targets)) {
    const figure = figures[name] ?? Number.NaN;
    console.log(`${figure <= target ? 'met' : 'MISSED'}: ${name} ${String(figure)}, target ${String(target)}`);
  }
  console.log(
    JSON.stringify({ schema: 'sluice.bench/1', benchmark, at: new Date().toISOString(), machine, figures, targets }),
  );
}
