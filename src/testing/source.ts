import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheDir } from '../config/environment.ts';
import { historyDir, loadConfig, overridesOf } from '../config/load.ts';
import { findProjects } from '../history/detect/detect.ts';
import type { ProjectRoot } from '../history/project-root.ts';
import { readHistory } from '../history/read.ts';
import { readSqlFiles, wholeText } from '../history/sql-file.ts';
import { StrataError } from '../model/errors.ts';
import { errorOf, isUnread } from '../model/finding.ts';
import type { History, SqlText } from '../model/migration.ts';
import { basisOf } from '../replay/basis.ts';
import { chainOf, type RehearsalBasis } from '../replay/chain.ts';
import { writtenSql } from './failed-history.ts';
import { type Mutation, orderedMutation } from './mutation.ts';

/** A path, relative to the working directory, or a `file:` URL. */
export type Path = string | URL;

/** What the databases are made from: one of `project`, `migrations` and `sql`, or the project that is found nearest. */
export interface SourceOptions {
  /** Directory of the project. Default: the nearest one at or above the working directory that has migrations. */
  readonly project?: Path;
  /** Folder of the migrations, where a project has several. */
  readonly migrations?: Path;
  /** Statements instead of migrations. */
  readonly sql?: string;
  /**
   * What every database holds besides: SQL files, or a function that is given a connection string. It runs once, in the
   * template. A function is known by its source text: one that reads a value from outside is not run again for another.
   */
  readonly seed?: Path | readonly Path[] | ((url: string) => Promise<void>);
}

/** A source that was found and read. */
export interface Source {
  readonly history: History;
  readonly basis: RehearsalBasis;
  /** Name of the snapshot with every migration applied. */
  readonly snapshot: string;
  readonly seed: readonly SqlText[] | ((url: string) => Promise<void>);
  readonly mutation: Mutation | undefined;
  /** Absolute paths of the files that it was read from besides the migrations and seeds: configurations, and what those name. */
  readonly files: readonly string[];
  /** Equal keys, equal databases. */
  readonly key: string;
  readonly cacheDir: string | undefined;
}

export async function readSource(options: SourceOptions): Promise<Source> {
  const given = Object.entries({
    project: options.project,
    migrations: options.migrations,
    sql: options.sql,
  }).filter(([, value]) => value !== undefined);
  if (given.length > 1) {
    const names = given.map(([name]) => `\`${name}\``).join(' and ');
    throw new StrataError('usage', `testDatabase was given ${names}`, { hint: 'Give one of them.' });
  }
  const { history, files, ...rules } =
    options.sql === undefined ? await readMigrations(options) : writtenHistory(options.sql);
  const basis = basisOf({ ...rules, engine: 'native' });
  const seed = typeof options.seed === 'function' ? options.seed : await readSeeds(options.seed);
  const snapshot = chainOf(history, basis).at(-1);
  if (snapshot === undefined) {
    throw new StrataError('project', `${history.folder} in ${history.dir} holds no migrations`, {
      hint: 'Write the first migration, or give `sql`.',
    });
  }
  const words = typeof seed === 'function' ? String(seed) : JSON.stringify(seed);
  const cache = cacheDir();
  const mutation = options.sql === undefined ? orderedMutation(history) : undefined;
  const identity = [
    snapshot,
    words,
    cache ?? '',
    ...(mutation === undefined ? [] : [mutation.identity]),
  ].join('\n');
  const key = createHash('sha256').update(identity).digest('hex').slice(0, 32);
  return { history, basis, snapshot, seed, mutation, files, key, cacheDir: cache };
}

async function readMigrations(options: SourceOptions) {
  const root = await findRoot(options.project ?? options.migrations);
  const config = await loadConfig(root.dir, process.cwd());
  const history = await readHistory(root, overridesOf(config));
  // Tests on what the other migrations make would fail for the wrong reason.
  const unread = history.findings.find(isUnread);
  if (unread !== undefined) throw errorOf(unread);
  return {
    history,
    files: config.files,
    superuser: config.superuser ?? false,
    extensions: config.extensions,
    roles: config.roles ?? [],
    setup: config.setup,
  };
}

function writtenHistory(sql: string) {
  const up = { file: writtenSql, text: sql, firstLine: 1 };
  const hash = createHash('sha256').update(sql).digest('hex');
  const history: History = {
    dir: process.cwd(),
    layout: 'sql',
    runner: 'plain',
    folder: '.',
    platform: 'none',
    migrations: [{ name: 'sql', up, transaction: 'auto', hash }],
    findings: [],
  };
  return { history, files: [], superuser: false, extensions: {}, roles: [], setup: '' };
}

async function findRoot(given: Path | undefined): Promise<ProjectRoot> {
  const dirs = given === undefined ? placesAbove(process.cwd()) : [pathOf(given)];
  for (const dir of dirs) {
    const { projects } = await findProjects(await historyDir(dir));
    const [only, ...others] = projects;
    if (only !== undefined && others.length === 0) return only;
    if (only === undefined) continue;
    const folders = projects.map((root) => relative(process.cwd(), join(root.dir, root.folder)) || '.');
    throw new StrataError('usage', `${dir} has several histories: ${folders.join(', ')}`, {
      hint: `Name one: testDatabase({ migrations: '${folders[0]}' })`,
    });
  }
  throw new StrataError('usage', `no migrations found in ${dirs.join(' or ')}`, {
    hint: "Name the project: testDatabase({ project: 'path/to/project' })",
  });
}

/** The directory and those above it, up to the top of its repository; outside of one, to the outermost package. */
function placesAbove(dir: string): readonly string[] {
  const places = [dir];
  while (dirname(places.at(-1) as string) !== places.at(-1)) places.push(dirname(places.at(-1) as string));
  const holds = (name: string) => (place: string) => existsSync(join(place, name));
  const repository = places.findIndex(holds('.git'));
  const top = repository === -1 ? places.findLastIndex(holds('package.json')) : repository;
  return places.slice(0, Math.max(1, top + 1));
}

async function readSeeds(seed: Path | readonly Path[] | undefined): Promise<readonly SqlText[]> {
  if (seed === undefined) return [];
  const paths = typeof seed === 'string' || seed instanceof URL ? [seed] : seed;
  const files = paths.map(pathOf);
  const missing = files.find((file) => !existsSync(file));
  if (missing !== undefined) {
    throw new StrataError('usage', `the seed ${missing} cannot be read`, {
      hint: 'Paths are relative to the working directory; a `file:` URL is relative to nothing.',
    });
  }
  const names = files.map((file) => relative(process.cwd(), file));
  const read = await readSqlFiles(
    process.cwd(),
    names.map((file) => ({ file, migration: file })),
  );
  const refused = read.find(({ isReadable }) => !isReadable)?.findings[0];
  if (refused !== undefined)
    throw new StrataError('usage', `the seed ${refused.message}`, {
      hint: refused.hint ?? 'Give SQL as plain text.',
    });
  return read.map(wholeText);
}

function pathOf(path: Path): string {
  return resolve(path instanceof URL || path.startsWith('file:') ? fileURLToPath(path) : path);
}
