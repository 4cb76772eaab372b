/**
 * The plain values of a YAML configuration by their dotted paths (`spring.flyway.table`), as Spring names them; the items of a
 * list are joined by commas. Documents for a single profile are left out, and so is everything but block mappings: flow maps,
 * anchors, multi-line texts.
 */
export function yamlKeys(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const document of text.split(/^---.*$/m)) {
    const found = keysOf(document);
    if ([...found.keys()].some((key) => /^spring\.(config\.activate\.on-profile|profiles)$/.test(key)))
      continue;
    for (const [key, value] of found) if (!values.has(key)) values.set(key, value);
  }
  return values;
}

const keyLine = /^( *)(["']?)([\w./:-]+?)\2:(?:\s+(.*))?$/;
const itemLine = /^( *)-\s+(.*)$/;

function keysOf(document: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const open: { readonly indent: number; readonly path: string }[] = [];
  for (const line of document.split(/\r?\n/)) {
    const [, itemIndent = '', item] = itemLine.exec(line) ?? [];
    const [, keyIndent = '', , key, rest = ''] = keyLine.exec(line) ?? [];
    if (item !== undefined) {
      const list = open.findLast(({ indent }) => indent <= itemIndent.length)?.path ?? '';
      values.set(list, [values.get(list), plainValue(item)].filter(Boolean).join(','));
    } else if (key !== undefined) {
      const indent = keyIndent.length;
      while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
      const path = [open.at(-1)?.path, key].filter((part) => part !== undefined).join('.');
      const value = plainValue(rest);
      if (value === '') open.push({ indent, path });
      else values.set(path, value);
    }
  }
  return values;
}

function plainValue(written: string): string {
  const value = written.trim();
  const [, , quoted] = /^(["'])(.*?)\1(?:\s+#.*)?$/.exec(value) ?? [];
  return quoted ?? value.replace(/(?:^|\s)#.*$/, '').trim();
}
