import { existsSync } from 'node:fs';
import path from 'node:path';
import { tomlTable } from '../config-text.ts';
import { flywayLocations } from '../layouts/flyway-config.ts';
import type { ConfiguredFolder } from './configured-folder.ts';

/** The locations of `flyway.conf` or `flyway.toml`. */
export function readFlywayConfig(dir: string, file: string, text: string): readonly ConfiguredFolder[] {
  const foreign = foreignUrl(file, text);
  return located(dir, file, text).map((folder) => ({
    ...folder,
    ...(foreign === undefined ? {} : { foreign }),
  }));
}

/** Where Java projects keep what ends up on the classpath. */
const resources = path.join('src', 'main', 'resources');

/**
 * Flyway's locations in Spring's configuration. The URL does not count as evidence: usually it is that of a developer's
 * database.
 */
export function readSpringConfig(dir: string, file: string, text: string): readonly ConfiguredFolder[] {
  const [end] = ['', 'config']
    .map((below) => path.join(path.sep, resources, below))
    .filter((one) => dir.endsWith(one));
  if (end === undefined) return [];
  const project = dir.slice(0, -end.length);
  return located(project, path.relative(project, path.join(dir, file)), text);
}

function located(dir: string, file: string, text: string): readonly ConfiguredFolder[] {
  return flywayLocations(file, text).map((location) => ({
    dir,
    folder: folderOf(dir, location),
    file,
    layout: 'sql',
    runner: 'flyway',
  }));
}

/** Flyway looks for a location without a prefix on the classpath. */
function folderOf(dir: string, location: string): string {
  const onClasspath = path.join(dir, resources, location);
  const asWritten = path.resolve(dir, location);
  return !existsSync(asWritten) && existsSync(onClasspath) ? onClasspath : asWritten;
}

/** The database of all URLs in a configuration, where that is another one. A URL that is filled in later may be any. */
function foreignUrl(file: string, text: string): string | undefined {
  const urls = file.endsWith('.toml') ? urlsOfToml(text) : urlsOfProperties(text);
  const databases = urls.map((url) =>
    /postgres|pgsql/i.test(url)
      ? 'postgresql'
      : /^jdbc:(?:(?:p6spy|otel|tc|aws-wrapper):)*(\w+)/.exec(url)?.[1],
  );
  const isForeign = databases.every((database) => database !== undefined && database !== 'postgresql');
  return isForeign ? databases[0] : undefined;
}

function urlsOfProperties(text: string): readonly string[] {
  const lines = text.matchAll(/^[ \t]*flyway\.(?:environments\.[\w-]+\.)?url[ \t]*[=:][ \t]*(\S+)/gim);
  return [...lines].map(([, url = '']) => url);
}

function urlsOfToml(text: string): readonly string[] {
  const { environments } = tomlTable(text);
  const tables = typeof environments === 'object' && environments !== null ? Object.values(environments) : [];
  return tables.map((table) => table?.url).filter((url) => typeof url === 'string');
}
