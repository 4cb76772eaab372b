import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { StrataError } from '../../model/errors.ts';
import type { Finding } from '../../model/finding.ts';
import { shellPath, shellWord } from '../../model/shell-word.ts';
import { absenceOf } from '../absence.ts';
import { compareBytes, toPosix } from '../migration-folder.ts';
import type { ProjectRoot, ProjectSurvey } from '../project-root.ts';
import { findSeeds } from '../seeds.ts';
import { findPrismaSchema } from './prisma-schema.ts';
import { type ConfiguredFolder, readProjectConfigs } from './project-config.ts';
import { isMigratoryName, type Recognition, recognise } from './recognise.ts';
import { listDirectory, walk } from './walk.ts';

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

const testFolder = /^(?:__tests__|tests?|testdata|__fixtures__|fixtures?|specs?|e2e)$/i;

type Found = Recognition & {
  readonly config?: ConfiguredFolder;
  /** Absolute paths of further folders of the same history. */
  readonly more?: readonly string[];
};
type Located = readonly [folder: string, found: Found];

/**
 * Finds every history at or below a directory; a folder of migrations may be given itself. Nothing of a project is
 * executed. Throws a `usage` error when `dir` is not a directory.
 */
export async function findProjects(dir: string): Promise<ProjectSurvey> {
  const root = openRoot(dir);
  const recognised = new Map<string, Found>();
  const configs: ConfiguredFolder[] = [];
  const unlisted = walk(root, (directory) => {
    configs.push(...readProjectConfigs(directory));
    const found = recognise(directory, root);
    if (found !== null) recognised.set(directory.path, found);
    return found === null || (found.isWeak && found.isWhole === undefined);
  });
  for (const config of configs) applyConfig(recognised, config);
  joinLocations(recognised, configs);
  const folders = [...recognised];
  const ours = folders.filter(([, found]) => found.foreign === undefined);
  const hasStrong = ours.some(([, found]) => !found.isWeak);
  const hasOrdered = ours.some(([, found]) => !found.isLoose);
  const counted = ours.filter(([, found]) => !(hasStrong && found.isWeak) && !(hasOrdered && found.isLoose));
  const scripts = counted.filter((one) => liesBesideOrdered(one, counted));
  const kept = counted.filter((one) => !scripts.includes(one));
  const tests = kept.filter(([folder]) => liesAmongTests(root, folder));
  const isOnlyTests = tests.length === kept.length;
  const foreign = folders.filter(([, found]) => found.foreign !== undefined && !(hasStrong && found.isWeak));
  return {
    projects: kept
      .filter((one) => isOnlyTests || !tests.includes(one))
      .map(([folder, found]) => toProject(root, folder, found))
      .sort((a, b) => compareBytes(a.dir, b.dir) || compareBytes(a.folder, b.folder)),
    findings: [
      ...foreign.map(([folder, found]) => skipped(root, folder, found)),
      ...scripts.map(([folder, found]) => leftAsScripts(root, folder, found)),
      ...(isOnlyTests ? [] : tests.map(([folder, found]) => leftToTests(root, folder, found))),
      ...unlisted.map((folder) => unsearched(root, folder)),
    ].sort((a, b) => compareBytes(a.message, b.message)),
    foreign: foreign
      .map(([folder, found]) => ({
        folder: toPosix(path.relative(root, folder)) || '.',
        database: found.foreign as string,
      }))
      .sort((a, b) => compareBytes(a.folder, b.folder)),
    unlisted,
  };
}

function openRoot(dir: string): string {
  const root = path.resolve(dir);
  let isDirectory: boolean;
  try {
    isDirectory = statSync(root).isDirectory();
  } catch (cause) {
    throw new StrataError('usage', `${dir} ${absenceOf(root, cause as NodeJS.ErrnoException)}`, {
      hint: 'Name the directory of a project, or of its migrations.',
      cause,
    });
  }
  if (isDirectory) return root;
  throw new StrataError('usage', `${dir} is a file`, {
    hint: [
      'Name the directory of the project, or of its migrations:',
      { code: `strata check ${shellPath(path.dirname(dir))}` },
    ],
  });
}

/**
 * Applies a configuration where the contents leave open whose history a folder is; a folder that is plainly another runner's
 * stays that.
 */
function applyConfig(recognised: Map<string, Found>, config: ConfiguredFolder): void {
  const folder = config.folder;
  const found = recognised.get(folder);
  const isOpen = found === undefined || found.isWeak || (found.layout === 'sql' && found.runner === 'plain');
  if (!isOpen && found.layout !== config.layout) return;
  if (found === undefined && !holdsMigrations(folder)) return;
  const evidence = [...(found?.evidence ?? []), path.join(config.dir, config.file)];
  const foreign = config.foreign ?? found?.foreign;
  recognised.set(folder, {
    layout: config.layout,
    runner: config.runner,
    isWeak: false,
    evidence,
    config,
    ...(foreign === undefined ? {} : { foreign }),
  });
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

function holdsMigrations(folder: string): boolean {
  const listed = listDirectory(folder);
  return listed?.files.some((name) => name.endsWith('.sql')) || (listed?.directories.length ?? 0) > 0;
}

function toProject(root: string, folder: string, found: Found): ProjectRoot {
  const dir = found.config?.dir ?? projectDirOf(root, folder, found);
  const within = (file: string) => toPosix(path.relative(dir, file)) || '.';
  const named = found.config?.schema;
  const schema = named !== undefined && existsSync(named) ? named : findSchema(folder, found);
  const seeds = found.layout === 'supabase' ? findSeeds(path.dirname(folder)) : [];
  return {
    dir,
    layout: found.layout,
    runner: found.runner,
    folder: within(folder),
    ...(found.more === undefined ? {} : { more: found.more.map(within) }),
    ...(found.isWeak && found.isUnordered === true ? { isStray: true } : {}),
    evidence: found.evidence.map(within).sort(compareBytes),
    ...(schema === null ? {} : { schema: within(schema) }),
    ...(seeds.length === 0 ? {} : { seeds: seeds.map(within) }),
    ...(found.config?.ledgerTable === undefined ? {} : { ledgerTable: found.config.ledgerTable }),
  };
}

function findSchema(folder: string, found: Found): string | null {
  const beside = path.dirname(folder);
  if (found.layout === 'prisma') return findPrismaSchema(folder);
  const schemas = path.join(beside, 'schemas');
  return found.layout === 'supabase' && existsSync(schemas) ? schemas : null;
}

/**
 * The project of a folder of migrations: the nearest directory above it that is marked as a project, else the first whose name
 * is not usual for a part of one. It lies within the directory that was searched, unless that directory is the folder of
 * migrations or lies in it.
 */
function projectDirOf(root: string, folder: string, found: Found): string {
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

/** Whether a history lies among tests: it makes what a test needs, or extends another history, and is seldom complete. */
function liesAmongTests(root: string, folder: string): boolean {
  return path
    .relative(root, folder)
    .split(path.sep)
    .some((name) => testFolder.test(name));
}

/**
 * Whether a folder lies beside an ordered history, as `data-migrations/` beside `migrations/`: its files are run one at a time,
 * by choice.
 */
function liesBesideOrdered([folder, found]: Located, all: readonly Located[]): boolean {
  const isBeside = (other: string) => path.dirname(other) === path.dirname(folder);
  return (
    found.isUnordered === true && all.some(([other, { isUnordered }]) => !isUnordered && isBeside(other))
  );
}

function leftAsScripts(root: string, folder: string, found: Found): Finding {
  const relative = toPosix(path.relative(root, folder));
  return {
    rule: 'unordered-scripts',
    severity: 'info',
    message: `${relative} is left out: nothing says in which order its files run, and a history lies beside it`,
    notes: [],
    hint: `To rehearse it alone: strata check ${shellWord(relative)}`,
    where: { file: toPosix(path.relative(root, found.evidence.at(-1)!)), line: 1, column: 1 },
  };
}

function leftToTests(root: string, folder: string, found: Found): Finding {
  const relative = toPosix(path.relative(root, folder));
  return {
    rule: 'test-history',
    severity: 'info',
    message: `${relative} is left out: it lies among tests, and the project has a history elsewhere`,
    notes: [],
    hint: `To rehearse it: strata check ${shellWord(relative)}`,
    where: { file: toPosix(path.relative(root, found.evidence.at(-1)!)), line: 1, column: 1 },
  };
}

function unsearched(root: string, folder: string): Finding {
  const relative = toPosix(path.relative(root, folder)) || '.';
  return {
    rule: 'unsearched-folder',
    severity: 'warning',
    message: `${relative} was not searched for migrations: this user may not list it`,
    notes: [],
    hint: ['Allow it where it may hold some:', { code: `chmod u+rx ${shellWord(relative)}` }],
  };
}

function skipped(root: string, folder: string, found: Found): Finding {
  const relative = toPosix(path.relative(root, folder)) || '.';
  const file = toPosix(path.relative(root, found.evidence.at(-1)!));
  return {
    rule: 'wrong-provider',
    severity: 'info',
    message: `${relative} is skipped: its migrations are for ${found.foreign}, not for PostgreSQL`,
    notes: [],
    hint: 'If it is a history for PostgreSQL, name its layout in strata.config.ts.',
    where: { file, line: 1, column: 1 },
  };
}
