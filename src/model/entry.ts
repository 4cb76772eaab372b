/** What a map holds under a key, made where there is nothing yet. Undefined is nothing, and is made again each time. */
export function entry<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = create();
    map.set(key, value);
  }
  return value;
}
