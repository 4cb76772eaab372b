import type { ProjectRoot } from '../history/project-root.ts';
import { readHistory } from '../history/read.ts';
import { readSeeds, refuseMissingSeeds } from '../history/seeds.ts';
import { StrataError } from '../model/errors.ts';
import type { History, Migration, SqlText } from '../model/migration.ts';
import type { Progress } from '../model/progress.ts';
import type { DownProof, ProofReport, ProvenProject } from '../model/proof.ts';
import type { Schema } from '../model/schema.ts';
import type { ProjectSettings } from '../model/settings.ts';
import { advance } from './proof/advance.ts';
import { proveDown, withoutDown } from './proof/prove-down.ts';
import { proveWithSeeds } from './proof/prove-with-seeds.ts';
import { groundFor, type LoadOptions, openPrelude, readDatabase } from './rehearsal/ground.ts';
import { findAllProjects, shownPath } from './sources/find-projects.ts';
import { assertProjectOptions, severalProjects } from './sources/one-project.ts';
import { refuseUnread } from './sources/refuse-unread.ts';

export interface ProveOptions {
  /** Where the command ran; paths in the report are relative to it. */
  readonly cwd: string;
  readonly dirs: readonly string[];
  readonly settingsOf: (dir: string) => Promise<ProjectSettings>;
  /** Plan and prove a down for each migration that has none. */
  readonly generate: boolean;
  readonly onProgress?: (dir: string, progress: Progress) => void;
}

/** Proves the downs of every history at or below the directories: up, down, up, with rows, under the runner's rules. */
export async function prove(options: ProveOptions): Promise<ProofReport> {
  assertProjectOptions(options, severalProjects);
  const { projects, findings } = await findAllProjects(options.dirs, options.cwd);
  if (projects.length === 0) {
    throw new StrataError('usage', 'no migrations were found', {
      hint: 'Name the directory of a project, or of its migrations.',
    });
  }
  const proven: Proving[] = [];
  for (const root of projects) proven.push(await proveProject(root, options));
  const ok = proven.every(
    ({ downs, seeded, stoppedAt }) =>
      stoppedAt === undefined &&
      seeded?.verdict !== 'unproven' &&
      downs.every(({ verdict }) => verdict !== 'unproven'),
  );
  const unsearched = findings.flatMap((one) =>
    one.findings.filter(({ rule }) => rule === 'unsearched-folder').map(({ message }) => message),
  );
  const unused = proven.flatMap(({ dir, unusedSeeds }) =>
    unusedSeeds.length === 0
      ? []
      : [
          `${unusedSeeds.join(', ')} of ${dir} brought no rows: the last migration has no down to prove with them`,
        ],
  );
  return {
    ok,
    projects: proven.map(({ unusedSeeds: _, ...project }) => project),
    notes: [...unsearched, ...unused],
  };
}

/** A project, and the configured seeds that nothing could be proven with. */
interface Proving extends ProvenProject {
  readonly unusedSeeds: readonly string[];
}

async function proveProject(root: ProjectRoot, options: ProveOptions): Promise<Proving> {
  const dir = shownPath(root.dir, options.cwd);
  const settings = await options.settingsOf(root.dir);
  const history = await readHistory(root, settings.overrides);
  refuseUnread(history, options.cwd);
  const seeds = await seedsOf(root, settings);
  const load: LoadOptions = { cwd: options.cwd, settings, ...groundFor(history) };
  const onProgress = (message: string) => options.onProgress?.(dir, { kind: 'engine', message });
  await using engine = await openPrelude({ ...load, onProgress });
  const ground = { engine, database: engine.main };
  const downs: DownProof[] = [];
  const project = { dir, folder: history.folder, downs, seeded: undefined, unusedSeeds: [] };
  const befores = new Map<number, Schema>();
  let before: Schema | undefined;
  for (const [i, migration] of history.migrations.entries()) {
    const total = history.migrations.length;
    options.onProgress?.(dir, { kind: 'migration', name: migration.name, index: i + 1, total });
    let after: Schema | undefined;
    if (migration.down !== undefined || options.generate) {
      before ??= await readDatabase(engine.main, load);
      befores.set(i, before);
      const result = await proveDown(ground, { migration, layout: history.layout, before }, load);
      downs.push(result.proof);
      after = result.after;
    } else downs.push(withoutDown(migration));
    const refused = await advance(ground, history, i, settings);
    if (refused !== undefined) return { ...project, stoppedAt: migration.name };
    before = after;
  }
  const walked = withPlannedDowns(history, downs);
  if (seeds.length === 0) return { ...project, stoppedAt: undefined };
  if (walked.migrations.at(-1)?.down === undefined)
    return {
      ...project,
      stoppedAt: undefined,
      unusedSeeds: settings.seeds === undefined ? [] : seeds.map(({ file }) => file),
    };
  const seeded = await proveWithSeeds(ground, { history: walked, seeds, befores }, load);
  return { ...project, seeded, stoppedAt: undefined };
}

/** The history with the downs that were planned for it and proven with sample rows. */
function withPlannedDowns(history: History, downs: readonly DownProof[]): History {
  const migrations = history.migrations.map((migration, i): Migration => {
    const { planned, verdict } = downs[i] as DownProof;
    if (planned === undefined || verdict === 'unproven') return migration;
    return { ...migration, down: { file: '', text: planned, firstLine: 1 }, downTransaction: 'auto' };
  });
  return { ...history, migrations };
}

/** What the configuration names has to be there; else what Supabase's configuration names, and finds. */
async function seedsOf(root: ProjectRoot, { seeds }: ProjectSettings): Promise<readonly SqlText[]> {
  if (seeds !== undefined) refuseMissingSeeds(root.dir, seeds);
  return readSeeds(root.dir, seeds ?? root.seeds ?? []);
}
