import { join } from 'node:path';
import type { ProjectRoot } from '../../history/project-root.ts';
import { StrataError } from '../../model/errors.ts';
import { findAllProjects, shownPath } from './find-projects.ts';

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
