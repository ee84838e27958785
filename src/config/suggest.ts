/** How many single-character edits (insert, delete, replace, swap neighbours) lie between two texts. */
function editDistance(left: string, right: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      let best = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]) {
        best = Math.min(best, (beforePrevious[column - 2] ?? best) + 1);
      }
      current.push(best);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[right.length] ?? 0;
}

/** `lockTimeout`, `lock_timeout` and `Lock Timeout` are `lock-timeout` in another hand. */
function kebab(text: string): string {
  return text
    .replaceAll(/([a-z0-9])([A-Z])/gu, '$1-$2')
    .replaceAll(/[\s_]+/gu, '-')
    .toLowerCase();
}

/**
 * The name that was probably meant.
 * @returns the nearest candidate, at most a third of its letters away; null when nothing is near.
 */
export function suggest(given: string, candidates: readonly string[]): string | null {
  if (given.length > 100) return null;
  const wanted = kebab(given);
  let nearest: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, kebab(candidate));
    if (distance < least && distance <= Math.max(1, Math.floor(candidate.length / 3))) {
      nearest = candidate;
      least = distance;
    }
  }
  return nearest;
}

/** ` (did you mean “x”?)`, or nothing. */
export function didYouMean(given: string, candidates: readonly string[]): string {
  const nearest = suggest(given, candidates);
  return nearest === null ? '' : `; did you mean \`${nearest}\`?`;
}
