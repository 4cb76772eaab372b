import type { Failure } from './failure.ts';

/**
 * The earlier failure that this one follows from, or undefined where it stands on its own: the server misses a name that the
 * earlier statement would have made, still finds one that it would have taken away, or meets rows that it would have changed.
 */
export function isConsequence(failure: Failure, earlier: readonly Failure[]): Failure | undefined {
  if (earlier.length === 0) return undefined;
  const names = namesComplainedOf(failure);
  return earlier.find((root) => {
    if (names.some((name) => root.changes.has(name))) return true;
    return (
      failure.error.code.startsWith('23') && root.relations.some(({ name }) => name === failure.error.table)
    );
  });
}

/** Every name in the server's message, last parts, in lower case. */
function namesComplainedOf(failure: Failure): readonly string[] {
  const { message } = failure.error;
  const quoted = [...message.matchAll(/"([^"]+)"/g)].map(([, name]) => name as string);
  const called = [...message.matchAll(/(?:function|procedure|column|operator) ([\p{L}\p{N}_.]+)/gu)].map(
    ([, name]) => name as string,
  );
  return [...quoted, ...called]
    .flatMap((name) => [name, name.split('.').at(-1) as string])
    .map((name) => name.toLowerCase());
}
