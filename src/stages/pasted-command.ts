import { shellWord } from '../shell-word.ts';

/** The environment that a command of a manual step is for; null = none was named. */
export type PastedFor = { readonly name: string; readonly protected: boolean } | null;

/** A command of the command line as a person can paste it: for the same environment, and confirmed where that is needed. */
export function pastedCommand(
  command: 'migrate' | 'rollback' | 'backup verify',
  environment: PastedFor,
  options: Readonly<Record<string, string | true | undefined>> = {},
): string {
  const all: typeof options = {
    environment: environment?.name,
    ...(command === 'rollback' && environment?.protected === true ? { confirm: environment.name } : {}),
    ...options,
  };
  const words = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : value === true ? [`--${name}`] : [`--${name} ${shellWord(value)}`],
  );
  return ['sluice', command, ...words].join(' ');
}
