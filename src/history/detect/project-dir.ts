import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Found } from './found.ts';
import { isMigratoryName } from './recognise.ts';

/** Folders that belong to the project above them, not projects of their own. */
const containers = new Set([
  'prisma',
  'supabase',
  'drizzle',
  'db',
  'database',
  'sql',
  'data',
  'postgres',
  'postgresql',
  'src',
  'main',
  'resources',
  'lib',
  'internal',
  'schema',
]);

/** A directory that holds one of these is a project. */
const markers = [
  'package.json',
  'deno.json',
  'go.mod',
  'Cargo.toml',
  'pyproject.toml',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'Gemfile',
  'mix.exs',
  'strata.config.ts',
  'strata.config.json',
  '.git',
] as const;

/**
 * The project of a folder of migrations: the nearest directory above it that is marked as a project, else the first whose name
 * is not usual for a part of one. It lies within the directory that was searched, unless that directory is the folder of
 * migrations or lies in it.
 */
export function projectDirOf(root: string, folder: string, found: Found): string {
  if (found.evidence.some((file) => path.basename(file) === 'sqitch.plan')) return folder;
  // The root of a project that keeps its SQL there.
  if (found.isWeak && folder === root && isMarked(folder)) return folder;
  let dir = path.dirname(folder);
  // One of several schemas: prisma/orders/migrations.
  if (found.layout === 'prisma' && path.basename(path.dirname(dir)) === 'prisma') dir = path.dirname(dir);
  while ((isPartByName(path.basename(dir)) || isBelowMigrations(root, dir)) && !isMarked(dir)) {
    if (dir === path.dirname(dir)) return dir;
    if (dir === root && !['prisma', 'supabase'].includes(path.basename(dir))) return dir;
    dir = path.dirname(dir);
  }
  return dir;
}

/** A folder inside a folder of migrations is part of it, whatever its name: `migrations/oss/postgres`. */
function isBelowMigrations(root: string, dir: string): boolean {
  const above = path.relative(root, path.dirname(dir)).split(path.sep).slice(-2);
  return !path.relative(root, dir).startsWith('..') && above.some((name) => /^migrations?$/i.test(name));
}

export function isPartByName(name: string): boolean {
  return containers.has(name) || isMigratoryName(name);
}

export function isMarked(dir: string): boolean {
  return markers.some((marker) => existsSync(path.join(dir, marker)));
}

/** The nearest directory above a folder that is marked as a project, no farther than the directory that was searched. */
export function markedAbove(root: string, folder: string): string {
  let dir = path.dirname(folder);
  while (dir !== root && dir !== path.dirname(dir) && !isMarked(dir)) dir = path.dirname(dir);
  return dir;
}
