import path from 'node:path';
import { foreignDialect } from './dialect.ts';
import { compareBytes, toPosix } from './migration-folder.ts';
import { walk } from './walk.ts';

/**
 * Where SQL for PostgreSQL lies that is no history: the file where a folder holds one, else the folder; the fullest first,
 * relative to `root`.
 */
export function findLooseSql(root: string): readonly string[] {
  const found: { place: string; count: number }[] = [];
  walk(root, (directory) => {
    const names = directory.files.filter((name) => /\.sql$/i.test(name));
    const [only, ...others] = names;
    if (only !== undefined && foreignDialect(directory.path, names) === undefined) {
      const place = others.length === 0 ? path.join(directory.path, only) : directory.path;
      found.push({ place: toPosix(path.relative(root, place)) || '.', count: names.length });
    }
    return true;
  });
  return found.sort((a, b) => b.count - a.count || compareBytes(a.place, b.place)).map(({ place }) => place);
}
