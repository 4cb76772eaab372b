import { join } from 'node:path';
import type { ProjectRoot } from '../../history/project-root.ts';
import { readHistory } from '../../history/read.ts';
import { StrataError } from '../../model/errors.ts';
import type { History } from '../../model/migration.ts';
import type { ProjectSettings } from '../../model/settings.ts';
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

/** Reads the one project at or below a directory, under its own settings. */
export async function readOneProject({ dir, cwd, settingsOf }: ProjectOptions): Promise<OneProject> {
  const root = await findOneProject(dir, cwd);
  const settings = await settingsOf(root.dir);
  return { root, settings, history: await readHistory(root, settings.overrides) };
}

/** The one project at or below a directory; a live database has one ledger, so several are a usage error that names them. */
export async function findOneProject(dir: string, cwd: string): Promise<ProjectRoot> {
  const { projects } = await findAllProjects([dir], cwd);
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
