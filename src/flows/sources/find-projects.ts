import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { absenceOf } from '../../history/absence.ts';
import { findProjects } from '../../history/detect/detect.ts';
import { findLeftovers } from '../../history/detect/leftovers.ts';
import { loneSchemas } from '../../history/detect/prisma-schema.ts';
import { rootsOfFiles } from '../../history/named-files.ts';
import type { ProjectRoot, ProjectSurvey } from '../../history/project-root.ts';
import { looksLikeUrl } from '../../live/open.ts';
import { StrataError } from '../../model/errors.ts';
import type { Finding } from '../../model/finding.ts';
import { shellWord } from '../../model/shell-word.ts';
import { placesOfBooks, takeBackUnfinished } from '../files/unfinished.ts';

/** The projects below some directories, each once, and what else was found in those directories. */
interface FoundProjects {
  readonly projects: readonly ProjectRoot[];
  readonly findings: readonly { readonly dir: string; readonly findings: readonly Finding[] }[];
  /** Absolute paths of directories that this user may not list. */
  readonly unlisted: readonly string[];
}

/** A folder of migrations for another database, and the directory in which it was found. */
type Foreign = ProjectSurvey['foreign'][number] & { readonly within: string };

/**
 * Finds every history at or below the directories. None at all is an error that says what was looked for. With `files`, single
 * files of SQL may be named as well: those of one folder are one history.
 */
export async function findAllProjects(
  dirs: readonly string[],
  cwd: string,
  { files = false }: { readonly files?: boolean } = {},
): Promise<FoundProjects> {
  const found = new Map<string, ProjectRoot>();
  const findings: { dir: string; findings: readonly Finding[] }[] = [];
  const named: string[] = [];
  const unlisted: string[] = [];
  const foreign: Foreign[] = [];
  for (const dir of dirs) {
    const path = resolve(cwd, dir);
    const stats = await stat(path).catch((cause: NodeJS.ErrnoException) => {
      if (looksLikeUrl(dir)) throw isNoFolder();
      throw new StrataError('usage', `${shownPath(path, cwd)} ${absenceOf(path, cause)}`, {
        hint: 'Name a project, a folder of migrations, or a folder of projects.',
        cause,
      });
    });
    if (files && !stats.isDirectory() && /\.sql$/i.test(path)) {
      named.push(path);
      continue;
    }
    const survey = await surveyProjects(path);
    for (const root of survey.projects) found.set(`${root.dir}\n${root.folder}`, root);
    unlisted.push(...survey.unlisted);
    foreign.push(...survey.foreign.map((one) => ({ ...one, within: path })));
    if (survey.findings.length > 0) findings.push({ dir: path, findings: survey.findings });
    for (const [dir, files] of survey.takenBack) findings.push({ dir, findings: [takenBackFinding(files)] });
  }
  for (const root of rootsOfFiles(named)) found.set([root.dir, ...(root.files ?? [])].join('\n'), root);
  if (found.size === 0) throw await nothingIn(dirs, cwd, foreign, unlisted);
  return { projects: [...found.values()], findings, unlisted };
}

/** A survey of a directory, with the files that a killed run had changed and that were restored, by project. */
interface SettledSurvey extends ProjectSurvey {
  readonly takenBack: ReadonlyMap<string, readonly string[]>;
}

/** Looks for histories below a directory. Files that a killed run has left half-written are restored first. */
export async function surveyProjects(path: string): Promise<SettledSurvey> {
  const survey = await findProjects(path);
  const places = survey.projects.flatMap(({ dir, folder, more = [] }) =>
    placesOfBooks(dir, [folder, ...more]),
  );
  const dirs = new Set([path, ...places]);
  const taken = [...dirs].map((dir) => [dir, takeBackUnfinished(dir)] as const);
  const takenBack = new Map(taken.filter(([, files]) => files.length > 0));
  return { ...(takenBack.size === 0 ? survey : await findProjects(path)), takenBack };
}

function takenBackFinding(files: readonly string[]): Finding {
  return {
    rule: 'unfinished-writing',
    severity: 'info',
    message: `a run of Strata was killed while it wrote files here: ${files.join(', ')} ${files.length === 1 ? 'is' : 'are'} as before it`,
    notes: [],
  };
}

/** The error for directories without a history, by what else was found in them. */
async function nothingIn(
  dirs: readonly string[],
  cwd: string,
  foreign: readonly Foreign[],
  unlisted: readonly string[],
): Promise<StrataError> {
  const shown = dirs.map((dir) => shownPath(resolve(cwd, dir), cwd)).join(', ');
  const others = foreign.map(
    ({ folder, within, database }) => `${shownPath(resolve(within, folder), cwd)} is for ${database}`,
  );
  if (others.length > 0) return onlyForeign(shown, others);
  const [schema] = dirs.flatMap((dir) => loneSchemas(resolve(cwd, dir)));
  if (schema !== undefined) return nothingBeside(shownPath(schema, cwd), shown);
  const left = dirs.map((dir) => ({ dir, ...findLeftovers(resolve(cwd, dir)) }));
  const places = (kind: 'sql' | 'code' | 'described') =>
    left.flatMap((one) => one[kind].map((place) => shownPath(resolve(cwd, one.dir, place), cwd)));
  const [program] = places('code');
  const [description] = places('described');
  const loose = places('sql');
  const dump = loose.find((file) => /(?:^|\/)(?:structure|pgsql-schema)\.sql$/.test(file));
  if (program !== undefined) return onlyCode(shown, `those of ${program} are programs`, dump);
  if (description !== undefined)
    return onlyCode(shown, `those of ${description} are JSON, XML or YAML`, dump);
  if (loose.length > 0 && unlisted.length === 0) return onlyLoose(shown, loose);
  return nothingFound(
    shown,
    unlisted.map((dir) => shownPath(dir, cwd)),
    (await findProjectsAround(dirs, cwd)).map((dir) => shownPath(dir, cwd)),
  );
}

const mostShown = 4;

function onlyForeign(shown: string, others: readonly string[]): StrataError {
  const more = others.length > mostShown ? `, and ${others.length - mostShown} more` : '';
  return new StrataError(
    'usage',
    `no migrations for PostgreSQL found in ${shown}: ${others.slice(0, mostShown).join(', ')}${more}`,
    {
      hint: 'Strata works on PostgreSQL alone. If it is a history for PostgreSQL after all, name its layout in strata.config.ts.',
    },
  );
}

function nothingBeside(schema: string, shown: string): StrataError {
  const place = shown === '.' || shown.includes(', ') ? '' : ` ${shellWord(shown)}`;
  return new StrataError('usage', `no migrations found in ${shown}: ${schema} has none that make it`, {
    hint: `To write the first one: strata plan init${place}\nFor a database that is there already: strata adopt --live URL`,
  });
}

function onlyCode(shown: string, what: string, dump: string | undefined): StrataError {
  const made =
    dump === undefined
      ? ''
      : `\nWhat they make stands in ${dump}, and can be compared too: strata diff --from ${shellWord(dump)} --to URL`;
  return new StrataError('usage', `no migrations found in ${shown}: ${what}, not SQL`, {
    hint:
      'Strata runs SQL alone. It can go on from the database that they make: strata adopt --live URL, and compare such databases: strata diff --from URL --to URL' +
      made,
  });
}

function onlyLoose(shown: string, [first = '.', ...others]: readonly string[]): StrataError {
  const more = others.length > 0 ? `, and elsewhere (${others.length})` : '';
  return new StrataError(
    'usage',
    `no migrations found in ${shown}: there is SQL in ${first}${more}, without an order`,
    {
      hint: `To run it in the order of its names, name it:\nstrata check ${shellWord(first)}\nWhere it declares what the database should be: strata plan init --to ${shellWord(first)}`,
    },
  );
}

/** Directories of the projects in the repository around, where one directory of it was searched. */
export async function findProjectsAround(dirs: readonly string[], cwd: string): Promise<readonly string[]> {
  const [only, ...others] = dirs;
  if (only === undefined || others.length > 0) return [];
  const top = repositoryOf(resolve(cwd, only));
  if (top === undefined) return [];
  return [...new Set((await findProjects(top)).projects.map((project) => project.dir))];
}

/** The top of the repository that a directory is in; undefined where it is in none. */
export function repositoryOf(dir: string): string | undefined {
  for (let at = dir; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (at === dirname(at)) return undefined;
  }
}

function nothingFound(shown: string, unlisted: readonly string[], around: readonly string[]): StrataError {
  const [dir] = unlisted;
  if (dir !== undefined) {
    return new StrataError('usage', `no migrations found in ${shown}: this user may not list ${dir}`, {
      hint: `Allow it:\nchmod u+rx ${shellWord(dir)}`,
    });
  }
  if (around.length > 0) {
    const more = around.length > mostShown ? `\n… and ${around.length - mostShown} more` : '';
    const commands = around.slice(0, mostShown).map((found) => `strata check ${shellWord(found)}`);
    return new StrataError('usage', `no migrations found in ${shown}, but elsewhere in this repository`, {
      hint: `${commands.join('\n')}${more}`,
    });
  }
  return new StrataError('usage', `no migrations found in ${shown}`, {
    hint: 'Strata looks for prisma/migrations, supabase/migrations, a drizzle folder, or a folder of ordered .sql files. Name the folder of the migrations.\nTo begin a history: strata plan init',
  });
}

/** It is not printed: it may hold a password. */
function isNoFolder(): StrataError {
  return new StrataError('usage', 'the URL of a database stands where a project or a folder is expected', {
    hint: 'Name the project, and the database by --live where the command takes one: strata status --live URL',
  });
}

/** How a path is shown: relative to where the command ran, with forward slashes. */
export function shownPath(path: string, cwd: string): string {
  const shown = relativePath(cwd, path);
  if (shown === '') return '.';
  return shown.startsWith('..') && isAbsolute(path) ? path.split(sep).join('/') : shown;
}

/** The way from a folder to a path, with forward slashes. */
export function relativePath(dir: string, path: string): string {
  return relative(dir, path).split(sep).join('/');
}
