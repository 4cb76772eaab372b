import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { ConfiguredFolder } from './configured-folder.ts';
import { isForPostgres } from './dialect.ts';
import type { Found } from './found.ts';
import { listDirectory } from './walk.ts';

/** Applies what configurations say to the folders that were recognised, which it changes. */
export function applyConfigs(recognised: Map<string, Found>, configs: readonly ConfiguredFolder[]): void {
  const reals = new Map([...recognised.keys()].map((folder) => [realPath(folder), folder]));
  for (const config of configs) {
    const folder = recognised.has(config.folder) ? undefined : reals.get(realPath(config.folder));
    applyConfig(recognised, folder === undefined ? config : { ...config, folder }, folder !== undefined);
  }
  joinLocations(recognised, configs);
  joinCommon(recognised);
}

/** Links lead to one folder by several paths. */
function realPath(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch {
    return folder;
  }
}

/**
 * Applies a configuration where the contents leave open whose history a folder is; a folder that is plainly another runner's
 * stays that. So does one that its project knows by another path.
 */
function applyConfig(recognised: Map<string, Found>, config: ConfiguredFolder, isElsewhere: boolean): void {
  const folder = config.folder;
  const found = recognised.get(folder);
  const isOpen = found === undefined || found.isWeak || (found.layout === 'sql' && found.runner === 'plain');
  if (!isOpen && (isElsewhere || found.layout !== config.layout || found.runner !== config.runner)) return;
  if (found === undefined && !holdsMigrations(folder)) return;
  const isOurs = config.foreign !== undefined && found?.foreign === undefined && speaksPostgres(folder);
  // Wrangler's tells of nothing but another database.
  if (isOurs && config.runner === 'plain') return;
  const evidence = [...(found?.evidence ?? []), path.join(config.dir, config.file)];
  const foreign = (isOurs ? undefined : config.foreign) ?? found?.foreign;
  recognised.set(folder, {
    layout: config.layout,
    runner: config.runner,
    isWeak: false,
    evidence,
    config,
    ...(foreign === undefined ? {} : { foreign }),
  });
}

function holdsMigrations(folder: string): boolean {
  const listed = listDirectory(folder);
  return listed?.files.some((name) => name.endsWith('.sql')) || (listed?.directories.length ?? 0) > 0;
}

function speaksPostgres(folder: string): boolean {
  const names = listDirectory(folder)?.files.filter((name) => /\.sql$/i.test(name)) ?? [];
  return isForPostgres(folder, names);
}

/** Flyway runs the scripts of all its locations as one history, and those of the folders below them. */
function joinLocations(recognised: Map<string, Found>, configs: readonly ConfiguredFolder[]): void {
  const located = configs.filter(
    (config) => config.runner === 'flyway' && recognised.get(config.folder)?.config === config,
  );
  for (const { folder, dir, file } of located) {
    const [first, ...more] = located
      .filter((other) => other.dir === dir && other.file === file)
      .map((other) => other.folder);
    const found = recognised.get(folder);
    for (const [other, { runner, config }] of recognised) {
      const isAround = `${folder}${path.sep}`.startsWith(`${other}${path.sep}`);
      const isWithin = other.startsWith(`${folder}${path.sep}`);
      if (runner === 'flyway' && config === undefined && (isAround || isWithin)) recognised.delete(other);
    }
    if (folder !== first) recognised.delete(folder);
    else if (found !== undefined && more.length > 0) recognised.set(folder, { ...found, more });
  }
}

/** Where no configuration tells: `postgresql` beside `h2` holds what goes with the scripts in `common`. */
function joinCommon(recognised: Map<string, Found>): void {
  const isOpen = ({ runner, config }: Found) => runner === 'flyway' && config === undefined;
  for (const [folder, found] of recognised) {
    if (!/^(?:pg|postgres|postgresql)$/i.test(path.basename(folder)) || !isOpen(found)) continue;
    const common = [...recognised].filter(
      ([other, one]) =>
        path.dirname(other) === path.dirname(folder) &&
        /^(?:common|shared|base|core|all|any)$/i.test(path.basename(other)) &&
        isOpen(one),
    );
    if (common.length === 0) continue;
    for (const [other] of common) recognised.delete(other);
    recognised.set(folder, { ...found, more: common.map(([other]) => other) });
  }
}
