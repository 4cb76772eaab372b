/** Items by a key of theirs, in the order in which they came, as `Map.groupBy` of later versions of Node. */
export function groupBy<K, V>(
  items: Iterable<V>,
  keyOf: (item: V) => K,
): ReadonlyMap<K, readonly [V, ...V[]]> {
  const groups = new Map<K, [V, ...V[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
