import { basename, join, resolve } from 'node:path';
import { isMigratoryName } from '../../history/detect/recognise.ts';
import type { ProjectRoot } from '../../history/project-root.ts';
import { readHistory } from '../../history/read.ts';
import { StrataError } from '../../model/errors.ts';
import type { History } from '../../model/migration.ts';
import { assertOptions } from '../../model/options.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import { shellWord } from '../../model/shell-word.ts';
import { findAllProjects, shownPath } from './find-projects.ts';

/** Which project a command is about. */
export interface ProjectOptions {
  /** Where the command ran; paths in its result are relative to it. */
  readonly cwd: string;
  readonly dir: string;
  readonly settingsOf: (dir: string) => Promise<ProjectSettings>;
}

/** Which project and which live database a command is about. */
export interface LiveProjectOptions extends ProjectOptions {
  readonly url: string;
}

/** A project with its settings and its migrations. */
interface OneProject {
  readonly root: ProjectRoot;
  readonly settings: ProjectSettings;
  readonly history: History;
}

const common = { cwd: ['string'], settingsOf: ['function'] } as const;
/** What functions that are about one project must be given. */
export const oneProject = { ...common, dir: ['string'] } as const;
/** The same for those that are about several. */
export const severalProjects = { ...common, dirs: ['list'] } as const;

/** Throws where a caller in JavaScript has left out what every function needs. */
export function assertProjectOptions(
  options: object,
  kinds: typeof oneProject | typeof severalProjects | typeof common = common,
): void {
  assertOptions(
    options,
    kinds,
    'docs/api.md shows a call: settingsReader({ cache: true }) makes `settingsOf`.',
  );
}

/** Reads the one project at or below a directory, under its own settings. */
export async function readOneProject(options: ProjectOptions): Promise<OneProject> {
  assertProjectOptions(options, oneProject);
  const { dir, cwd, settingsOf } = options;
  const root = await findOneProject(dir, cwd);
  const settings = await settingsOf(root.dir);
  return { root, settings, history: await readHistory(root, settings.overrides) };
}

/** The one project at or below a directory; a live database has one ledger, so several are a usage error that names them. */
export async function findOneProject(dir: string, cwd: string): Promise<ProjectRoot> {
  const { projects, unlisted } = await findAllProjects([dir], cwd);
  refuseUnlisted(unlisted, cwd);
  const [root, ...others] = projects;
  if (root !== undefined && others.length === 0) return root;
  if (root === undefined) {
    throw new StrataError('usage', `no migrations for PostgreSQL found in ${shownPath(dir, cwd)}`, {
      hint: 'Name the project, or say in strata.config.ts where its migrations lie.',
    });
  }
  throw new StrataError('usage', `${shownPath(dir, cwd)} holds ${projects.length} histories`, {
    hint: `Name the one that the database is for: ${projects
      .slice(0, 4)
      .map((project) => shownPath(join(project.dir, project.folder), cwd))
      .join(', ')}`,
  });
}

/** A folder of migrations that this user may not list holds what nobody can tell from a history that ends before it. */
function refuseUnlisted(unlisted: readonly string[], cwd: string): void {
  const folder = unlisted.find((path) => isMigratoryName(basename(path)));
  if (folder === undefined) return;
  throw new StrataError(
    'usage',
    `${shownPath(folder, cwd)} may hold migrations, and this user may not list it`,
    {
      hint: `Allow it:\nchmod u+rx ${shellWord(shownPath(folder, cwd))}`,
    },
  );
}

/**
 * Throws where SQL that merely lies in the working directory would be run on a live database: files without numbers, in a folder
 * that nobody named and whose name tells nothing. A script for another database may lie there.
 */
export function refuseStrays({ root, settings }: OneProject, { dir, cwd }: ProjectOptions): void {
  const { layout, runner } = settings.overrides;
  const isNamed = resolve(cwd, dir) !== resolve(cwd) || settings.migrations === join(root.dir, root.folder);
  if (root.isStray !== true || isNamed || (layout ?? runner) !== undefined) return;
  const [file = root.folder] = root.evidence;
  const shown = shownPath(join(root.dir, file), cwd);
  throw new StrataError('usage', `nothing says that ${shown} and the SQL beside it are migrations`, {
    hint: 'Nothing was changed. A live database is only given files with numbers (001_users.sql), those of a folder that is called migrations, or of one that is named: strata deploy FOLDER, or migrations in strata.config.ts.',
  });
}
