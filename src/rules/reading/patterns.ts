/** Whether a name matches one of the patterns, in which `*` stands for any run of characters. */
export function matchesAny(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const source = pattern.split('*').map((part) => part.replaceAll(/[\\^$.|?+()[\]{}]/g, '\\$&'));
    return new RegExp(`^${source.join('.*')}$`, 'su').test(name);
  });
}

/** Whether a qualified name is meant by `name` or `schema.name`, as SQL writes them or unquoted. */
export function isMeant(qualified: string, patterns: readonly string[]): boolean {
  const plain = qualified.replaceAll('"', '');
  return matchesAny(plain, patterns) || matchesAny(plain.slice(plain.indexOf('.') + 1), patterns);
}
