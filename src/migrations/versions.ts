/** What the version of a repeatable migration starts with. */
export const REPEATABLE_PREFIX = 'R__';

/** Whether a version names a repeatable migration. */
export function isRepeatable(version: string): boolean {
  return version.startsWith(REPEATABLE_PREFIX);
}

/** By value, of any length: longer than what a JavaScript number can hold, as time stamps with a counter are. */
function compareDigits(a: string, b: string): number {
  const left = a.replace(/^0+/, '');
  const right = b.replace(/^0+/, '');
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * Orders versions: numbers by value (`9` before `0010`), dotted versions part by part with missing
 * parts as 0 (so `1` equals `1.0`, as in Flyway), repeatable migrations last, by name in code units.
 *
 * @returns negative, 0 or positive, as a sort function does.
 */
export function compareVersions(a: string, b: string): number {
  if (isRepeatable(a) || isRepeatable(b)) {
    if (isRepeatable(a) !== isRepeatable(b)) return isRepeatable(a) ? 1 : -1;
    return a < b ? -1 : a > b ? 1 : 0;
  }
  const left = a.split('.');
  const right = b.split('.');
  for (let part = 0; part < Math.max(left.length, right.length); part += 1) {
    const order = compareDigits(left[part] ?? '', right[part] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

/** One text for all versions that {@link compareVersions} finds equal: `0012` and `12`, `1` and `1.0`. */
export function versionKey(version: string): string {
  if (isRepeatable(version)) return version;
  const parts = version.split('.').map((part) => part.replace(/^0+(?=.)/, ''));
  while (parts.length > 1 && parts.at(-1) === '0') parts.pop();
  return parts.join('.');
}
