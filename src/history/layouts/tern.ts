import path from 'node:path';
import { readConfigText } from '../config-text.ts';

/**
 * The placeholders of tern: the values in `[data]` of a `tern.conf` in one of the directories, by how they stand in files:
 * `{{.name}}`.
 */
export function ternPlaceholders(dirs: readonly string[]): Readonly<Record<string, string>> {
  const text =
    dirs.map((dir) => readConfigText(path.join(dir, 'tern.conf'))).find((found) => found !== null) ?? '';
  const data = /^[ \t]*\[data\][^\n]*\n((?:(?![ \t]*\[)[^\n]*(?:\n|$))*)/m.exec(text)?.[1] ?? '';
  return Object.fromEntries(
    [...data.matchAll(/^[ \t]*([A-Za-z_]\w*)[ \t]*=[ \t]*(.*?)[ \t]*\r?$/gm)].map(([, name, value]) => [
      `{{.${name}}}`,
      value as string,
    ]),
  );
}
