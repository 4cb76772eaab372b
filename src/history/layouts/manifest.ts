import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type MigrationFolder, pathIn } from '../migration-folder.ts';

/**
 * The position of a file in the `manifest.json` of its version's folder (schema tools of Temporal and Cadence); Infinity where
 * none lists it.
 */
export function manifestRanks(folder: MigrationFolder, names: readonly string[]): (name: string) => number {
  const ranks = new Map<string, number>();
  for (const child of new Set(names.flatMap((name) => (name.includes('/') ? path.posix.dirname(name) : []))))
    for (const [rank, file] of listedFiles(folder, child).entries()) ranks.set(`${child}/${file}`, rank);
  return (name) => ranks.get(name) ?? Infinity;
}

function listedFiles(folder: MigrationFolder, child: string): readonly unknown[] {
  const file = path.join(folder.dir, pathIn(folder, child, 'manifest.json'));
  try {
    const { SchemaUpdateCqlFiles: listed } = JSON.parse(readFileSync(file, 'utf8')) as Record<
      string,
      unknown
    >;
    return Array.isArray(listed) ? listed : [];
  } catch {
    // Without a manifest, or with another tool's, the names say the order.
    return [];
  }
}
