const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The name of a module's type: nine letters of six bits each, above ten bits of its version. */
export function moduleName(id: bigint): string {
  let name = '';
  for (let shift = 10n; shift < 64n; shift += 6n) name = `${LETTERS[Number((id >> shift) & 63n)] ?? ''}${name}`;
  return name;
}
