import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { firstFolder } from '../../history/detect/first-folder.ts';
import { findLeftovers } from '../../history/detect/leftovers.ts';
import { detectPlatform } from '../../history/detect/platform.ts';
import type { ProjectRoot } from '../../history/project-root.ts';
import { StrataError } from '../../model/errors.ts';
import { type History, type Layout, layouts, type Runner } from '../../model/migration.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import { findProjectsAround } from './find-projects.ts';
import { findOneProject } from './one-project.ts';
import type { Source } from './sources.ts';

/** A history that has no migration yet, and where its first one will lie. */
interface Beginning {
  readonly root: ProjectRoot;
  readonly history: History;
}

/** Begins a history in a directory that holds none: laid out as `layout` or the configuration says, else as the directory looks. */
export function beginHistory(
  dir: string,
  { overrides, migrations }: ProjectSettings,
  layout: Layout | undefined = overrides.layout ?? layoutOf(overrides.runner),
): Beginning {
  const first = firstFolder(dir, layout);
  const root = migrations === dir ? inConfigured(first) : first;
  if (root.layout === 'drizzle' && !existsSync(join(root.dir, root.folder, 'meta/_journal.json'))) {
    throw new StrataError(
      'usage',
      'drizzle-kit keeps a journal and snapshots of its own, which Strata does not begin',
      {
        hint: 'Run `drizzle-kit generate` for a new database, or `drizzle-kit pull` for one that is there, and then strata adopt: it fills the migration that is left empty. Or choose another layout: `layout` in strata.config.ts',
      },
    );
  }
  const runner = overrides.runner ?? root.runner;
  assertOwnLayout(runner, root.layout);
  const ledgerTable = overrides.ledgerTable ?? root.ledgerTable;
  const history: History = {
    dir: root.dir,
    layout: root.layout,
    runner,
    folder: root.folder,
    platform: overrides.platform ?? detectPlatform(root.dir, root.layout, []),
    ...(ledgerTable === undefined ? {} : { ledgerTable }),
    migrations: [],
    findings: [],
  };
  return { root, history };
}

/** The same in the directory itself, which the configuration names as the folder of the migrations, whatever it is called. */
function inConfigured(root: ProjectRoot): ProjectRoot {
  const usual = join('supabase', 'migrations');
  if (root.layout === 'supabase' && !root.dir.endsWith(sep + usual)) {
    throw new StrataError('usage', `the Supabase CLI runs no migrations in ${root.dir}`, {
      hint: "It looks in supabase/migrations alone. Say `migrations: 'supabase/migrations'` in strata.config.ts, or leave it out.",
    });
  }
  return { ...root, folder: '.', evidence: ['.'] };
}

/** The layout of a runner that has one of its own, under its name; undefined for the others. */
function layoutOf(runner: Runner | undefined): Layout | undefined {
  return layouts.find((layout) => layout === runner);
}

/** Throws where a runner would not read what is written in this layout. */
function assertOwnLayout(runner: Runner, layout: Layout): void {
  const own = layoutOf(runner) ?? 'sql';
  if (own === layout) return;
  throw new StrataError('usage', `the runner ${runner} does not run migrations in the layout ${layout}`, {
    hint: `Say \`layout: '${own}'\` in strata.config.ts, or the runner of that layout.`,
  });
}

/**
 * Throws where a directory has migrations that Strata does not run (those of a program or of another database), and where nothing
 * marks it as a project while the repository around it has one.
 */
export async function assertBeginning(
  { dir, evidence }: ProjectRoot,
  foreign: readonly { readonly folder: string }[],
  cwd: string,
): Promise<void> {
  const { code, described } = findLeftovers(dir);
  const [other] = [...foreign.map(({ folder }) => folder), ...code, ...described];
  if (other !== undefined) {
    throw new StrataError('usage', `${other} holds migrations that are not SQL for PostgreSQL`, {
      hint: 'Strata adds none to them. strata diff prints the SQL between two schemas; to begin a history, name a directory of its own.',
    });
  }
  const [around] = evidence.length === 0 ? await findProjectsAround([dir], cwd) : [];
  if (around === undefined) return;
  throw new StrataError('usage', `there are no migrations in ${dir}, but in ${around}`, {
    hint: 'Name the project. To begin a history of its own here, put a strata.config.ts there that names its `layout`.',
  });
}

/** A history that was begun, as a source once its files are there. */
export async function begunSource(
  { dir, folder }: History,
  cwd: string,
): Promise<Source & { kind: 'project' }> {
  return { kind: 'project', shown: folder, root: await findOneProject(dir, cwd) };
}
