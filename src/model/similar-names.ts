/** Up to `most` of the candidates that look like `name`, nearest first; equal distance in alphabetical order. */
export function similarNames(name: string, candidates: Iterable<string>, most = 3): readonly string[] {
  const wanted = fold(name);
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  const near = [...new Set(candidates)]
    .filter((candidate) => candidate !== name)
    .map((candidate) => ({ candidate, distance: closeness(wanted, fold(candidate)) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1));
  // The same name written otherwise leaves no doubt.
  const isSure = near[0] !== undefined && near[0].distance < 1;
  return near
    .filter(({ distance }) => !isSure || distance < 1)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** `createdAt`, `created_at` and `"CreatedAt"` are the same to a person. */
function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[_\s-]/g, '');
}

function closeness(a: string, b: string): number {
  if (a === b) return 0;
  if (a.length > 3 && (b === `${a}s` || a === `${b}s`)) return 0.5;
  return editDistance(a, b);
}

/** Levenshtein's distance, where two neighbours swapped count as one edit. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(
        (last[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (last[j - 1] as number) + same,
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] as number) + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length] as number;
}
