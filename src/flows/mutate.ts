import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../engine/engine.ts';
import type { ProjectRoot } from '../history/project-root.ts';
import { readHistory } from '../history/read.ts';
import { StrataError } from '../model/errors.ts';
import type {
  Mutant,
  MutationOrder,
  MutationReport,
  Spared,
  TestOutcome,
  TriedMutant,
} from '../model/mutation.ts';
import type { ObjectId } from '../model/object-id.ts';
import { starred } from '../model/patterns.ts';
import type { ProjectSettings } from '../model/settings.ts';
import { mutantsOf } from '../mutation/mutants.ts';
import type { LoadOptions } from './rehearsal/ground.ts';
import { findAllProjects, shownPath } from './sources/find-projects.ts';
import { loadSource } from './sources/load-source.ts';

/** How the project's tests ended. */
export interface TestRun {
  /** Exit code 0. */
  readonly passed: boolean;
  readonly timedOut: boolean;
  readonly ms: number;
  /** The last of what they printed. */
  readonly output: string;
}

export interface MutateOptions {
  readonly cwd: string;
  readonly dir: string;
  /** Patterns with `*`. Only mutants whose id contains a match are tried; without patterns all are. */
  readonly only: readonly string[];
  /** Patterns of mutants that are left out. */
  readonly except: readonly string[];
  /** Runs the tests with STRATA_MUTATION naming this file. Undefined: list the mutants and try none. */
  readonly runTests: ((orderFile: string, limitMs: number) => Promise<TestRun>) | undefined;
  /** A directory for the orders, which the caller removes. */
  readonly workDir: string;
  /** Milliseconds after which tests count as stuck; undefined: five times the run without a mutation, 30 s at least. */
  readonly limitMs: number | undefined;
  readonly settingsOf: (dir: string) => Promise<ProjectSettings>;
  /** Told before the tests run without a mutation, and after each mutant. */
  readonly onProgress: (progress: MutationProgress) => void;
}

type MutationProgress =
  | { readonly kind: 'baseline'; readonly mutants: number }
  | {
      readonly kind: 'tried';
      readonly tried: TriedMutant;
      readonly index: number;
      readonly total: number;
    };

/** Takes the rules of a project's database away one at a time, and tells which of them no test misses. */
export async function mutate(options: MutateOptions): Promise<MutationReport> {
  const root = await onlyProject(options);
  const { mutants, spared } = await findMutants(root, options);
  const wanted = mutants.filter(({ id }) => isWanted(id, options));
  if (wanted.length === 0) {
    throw new StrataError(
      'usage',
      mutants.length === 0
        ? 'the schema holds no rule that could be taken away'
        : 'no mutant has such a name',
      { hint: 'strata mutate --list shows what there is.' },
    );
  }
  const report = {
    dir: shownPath(root.dir, options.cwd),
    spared: spared.filter(({ id }) => isWanted(id, options)),
  };
  const { runTests } = options;
  if (runTests === undefined)
    return { ...report, ok: true, baselineMs: undefined, tried: [], listed: wanted };
  const order = { run: randomUUID(), folder: join(root.dir, root.folder) };
  options.onProgress({ kind: 'baseline', mutants: wanted.length });
  const baseline = await runBaseline(order, runTests, options);
  const limit = options.limitMs ?? Math.max(30_000, baseline.ms * 5);
  const tried: TriedMutant[] = [];
  for (const [i, mutant] of wanted.entries()) {
    const { run, news } = await runWith(
      { ...order, id: mutant.id, sql: mutant.sql },
      limit,
      runTests,
      options,
    );
    tried.push({ ...mutant, verdict: verdictOf(mutant, run, news), ms: run.ms });
    options.onProgress({
      kind: 'tried',
      tried: tried[i] as TriedMutant,
      index: i + 1,
      total: wanted.length,
    });
  }
  const ok = tried.every(({ verdict }) => verdict === 'killed' || verdict === 'timed-out');
  return { ...report, ok, baselineMs: baseline.ms, tried, listed: [] };
}

async function onlyProject({ dir, cwd }: MutateOptions): Promise<ProjectRoot> {
  const { projects } = await findAllProjects([dir], cwd);
  const [root, ...others] = projects;
  if (root !== undefined && others.length === 0) return root;
  throw new StrataError(
    'usage',
    root === undefined ? `no migrations were found in ${dir}` : `${dir} holds ${projects.length} histories`,
    { hint: 'Name one project: strata mutate path/to/project -- npm test' },
  );
}

/**
 * The mutants of a project. Each is tried once on its database; one that the server refuses is listed as spared, with the reason.
 */
async function findMutants(root: ProjectRoot, options: MutateOptions) {
  const settings = { ...(await options.settingsOf(root.dir)), engine: 'native' as const };
  const { platform } = await readHistory(root, settings.overrides);
  const load: LoadOptions = { cwd: options.cwd, settings, platform };
  const shown = shownPath(root.dir, options.cwd);
  await using loaded = await loadSource({ kind: 'project', shown, root }, load);
  const { mutants, spared } = mutantsOf(loaded.schema, await platformFacts(load));
  const refused = await refusals(loaded.ground?.database as Database, mutants);
  return {
    mutants: mutants.filter(({ id }) => !refused.has(id)),
    spared: [
      ...spared,
      ...mutants.flatMap(({ id, object }): Spared[] => {
        const because = refused.get(id);
        return because === undefined ? [] : [{ id, object, because }];
      }),
    ],
  };
}

/** The facts that a platform provides, which a project need not test. */
async function platformFacts(load: LoadOptions): Promise<ReadonlySet<ObjectId>> {
  if (load.platform === 'none') return new Set();
  await using empty = await loadSource({ kind: 'empty', shown: 'empty' }, load);
  return new Set(empty.schema.facts.keys());
}

async function refusals(
  database: Database,
  mutants: readonly Mutant[],
): Promise<ReadonlyMap<string, string>> {
  const refused = new Map<string, string>();
  await using session = await database.connect('superuser');
  for (const { id, sql } of mutants) {
    await session.run('BEGIN');
    const { error } = await session.run(sql.join(';\n'));
    await session.run('ROLLBACK');
    if (error !== undefined) refused.set(id, reasonOf(error.message, error.detail));
  }
  return refused;
}

/** `foreign key x on table y depends on it`, where the server says what does. */
function reasonOf(message: string, detail: string | undefined): string {
  const dependents = (detail ?? '').split('\n').flatMap((line) => /^(.+) depends on /.exec(line)?.[1] ?? []);
  if (dependents.length === 0) return message;
  const more = dependents.length - 1;
  return `${dependents[0]}${more > 0 ? ` and ${more} more depend` : ' depends'} on it`;
}

function isWanted(id: string, { only, except }: MutateOptions): boolean {
  const holds = (pattern: string) => new RegExp(starred(pattern), 'i').test(id);
  return (only.length === 0 || only.some(holds)) && !except.some(holds);
}

type RunTests = NonNullable<MutateOptions['runTests']>;

async function runBaseline(
  order: Pick<MutationOrder, 'run' | 'folder'>,
  runTests: RunTests,
  options: MutateOptions,
): Promise<TestRun> {
  const limit = options.limitMs ?? 60 * 60_000;
  const { run, news } = await runWith({ ...order, id: 'none', sql: [] }, limit, runTests, options);
  if (!run.passed) {
    const how = run.timedOut ? 'do not end' : 'fail';
    throw new StrataError('project', `the tests ${how} although nothing was taken away`, {
      hint: lastWords(run),
    });
  }
  if (!news.includes('applied')) {
    throw new StrataError('project', `the tests ask for no database of ${options.dir}`, {
      hint: 'A mutation reaches databases that pgstrata/testing makes from these migrations (docs/mutate.md).',
    });
  }
  return run;
}

async function runWith(
  order: Omit<MutationOrder, 'newsFile'>,
  limitMs: number,
  runTests: RunTests,
  { workDir }: MutateOptions,
): Promise<{ run: TestRun; news: string }> {
  const newsFile = join(workDir, 'news.txt');
  const orderFile = join(workDir, 'order.json');
  await rm(newsFile, { force: true });
  await writeFile(orderFile, JSON.stringify({ ...order, newsFile } satisfies MutationOrder));
  const run = await runTests(orderFile, limitMs);
  return { run, news: await readFile(newsFile, 'utf8').catch(() => '') };
}

function verdictOf({ id }: Mutant, run: TestRun, news: string): TestOutcome {
  const refused = /^refused (.*)$/m.exec(news)?.[1];
  if (refused !== undefined) {
    throw new StrataError('engine', `the test databases refuse to ${id}: ${refused}`, {
      hint: 'The tests configure the project otherwise than the command: leave it out with --except.',
    });
  }
  const isReached = /^(?:mutated|applied)$/m.test(news);
  if (run.timedOut) return 'timed-out';
  if (run.passed) return isReached ? 'survived' : 'not-reached';
  if (isReached) return 'killed';
  // Something else is broken, and a mutant must not count as noticed because of it.
  throw new StrataError('engine', `the tests fail before they have a database to ${id}`, {
    hint: lastWords(run),
  });
}

function lastWords({ output }: TestRun): string {
  const words = output.trimEnd().split('\n').slice(-20).join('\n');
  return words === '' ? 'They said nothing: run them without strata mutate.' : `Their last words:\n${words}`;
}
