import { type ReadOptions, readSchema } from '../../catalog/read-schema.ts';
import { diffSchemas } from '../../diff/diff.ts';
import { planChanges } from '../../diff/plan.ts';
import type { Database, Engine } from '../../engine/engine.ts';
import { openEngine } from '../../engine/open.ts';
import { adaptSql } from '../../engine/stubs/stubs.ts';
import { readHistory } from '../../history/read.ts';
import { openLive } from '../../live/open.ts';
import { inStep, StrataError } from '../../model/errors.ts';
import type { History, Platform } from '../../model/migration.ts';
import type { Rename, Step } from '../../model/plan.ts';
import type { Schema } from '../../model/schema.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import { basisOf } from '../../replay/basis.ts';
import { chainOf } from '../../replay/chain.ts';
import { readDatabase as readAs } from '../../replay/history-schema.ts';
import { loadSql } from '../../replay/load.ts';
import { forget, openRecords } from '../../replay/record.ts';
import { rehearse } from '../../replay/rehearse.ts';
import { runSql } from '../../replay/run.ts';
import { setUpServer } from '../../replay/server-setup.ts';
import { trimToVersion } from '../drift/comparable.ts';
import { applySteps } from '../proof/apply-steps.ts';
import { createServerThings, type ProofGround } from '../proof/ground.ts';
import { recordsDir } from './rehearse-project.ts';
import type { Source } from './sources.ts';
import { readSqlFiles } from './sql-files.ts';

/** What is read of a source, and how it is brought to life. */
export interface LoadOptions extends Pick<ReadOptions, 'schemas' | 'exclude'> {
  readonly cwd: string;
  readonly settings: ProjectSettings;
  /** What exists before a source that names no platform itself. */
  readonly platform: Platform;
}

/** A source as a Schema, with the throwaway database that holds it. */
export interface Loaded extends AsyncDisposable {
  readonly source: Source;
  readonly schema: Schema;
  /** Undefined for a live source that could not be rebuilt: `notes` says why. */
  readonly throwaway: ProofGround | undefined;
  /** What a person should know of how it was read, a sentence each. */
  readonly notes: readonly string[];
  /** New names for keys that the source knows by others; told before anything else is planned. */
  readonly renames?: readonly Rename[];
}

/** Brings a source to life on an engine of its own (a live one is only read, and rebuilt there) and reads it. `beside` is what it will be compared with. */
export async function loadSource(source: Source, options: LoadOptions, beside?: Schema): Promise<Loaded> {
  return inStep(`loading ${source.shown}`, async () => {
    if (source.kind === 'live') return loadLive(source, source.url, options);
    if (source.kind === 'prisma') {
      const { loadPrismaSource } = await import('./load-prisma.ts');
      return loadPrismaSource(source, beside, options);
    }
    if (source.kind === 'drizzle') {
      const { loadDrizzleSource } = await import('./load-drizzle.ts');
      return loadDrizzleSource(source, beside, options);
    }
    const { engine, notes } =
      source.kind === 'project'
        ? { engine: await openProject(source, options), notes: [] }
        : await openFiles(source, options);
    try {
      const schema = await readDatabase(engine.main, options);
      return {
        source,
        schema,
        throwaway: { engine, database: engine.main },
        notes,
        [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
      };
    } catch (error) {
      await engine[Symbol.asyncDispose]();
      throw error;
    }
  });
}

/** Who acts in a throwaway database: the role whose objects carry no owner in a Schema. */
export function actingRole(settings: ProjectSettings): 'owner' | 'superuser' {
  return settings.superuser ? 'superuser' : 'owner';
}

/** Reads a throwaway database as its acting role sees it. */
export async function readDatabase(
  database: Database,
  options: Pick<LoadOptions, 'schemas' | 'exclude' | 'settings'>,
): Promise<Schema> {
  const { schemas, exclude, settings } = options;
  return readAs(database, {
    ...(schemas === undefined ? {} : { schemas }),
    ...(exclude === undefined ? {} : { exclude }),
    superuser: settings.superuser,
  });
}

/** Read as it is, then rebuilt on the throwaway PostgreSQL, so that versions write their definitions alike. */
async function loadLive(source: Source, url: string, options: LoadOptions): Promise<Loaded> {
  const { schemas, exclude } = options;
  await using session = await openLive(url);
  const schema = await readSchema(session, {
    ...(schemas === undefined ? {} : { schemas }),
    ...(exclude === undefined ? {} : { exclude }),
  });
  return rebuild(source, schema, options);
}

async function rebuild(source: Source, schema: Schema, options: LoadOptions): Promise<Loaded> {
  const engine = await openEmpty(options);
  const alone = (reason: string): Loaded => ({
    source,
    schema,
    throwaway: undefined,
    notes: [`${source.shown} could not be rebuilt on the throwaway PostgreSQL: ${reason}`],
    [Symbol.asyncDispose]: async () => {},
  });
  try {
    await createServerThings(engine, schema);
    const { steps } = planChanges(await readDatabase(engine.main, options), schema);
    const refused = await applyTo(engine.main, steps, options.settings);
    if (refused !== undefined) {
      await engine[Symbol.asyncDispose]();
      return alone(`${refused.error.message} (${refused.step.object})`);
    }
    const rebuilt = await readDatabase(engine.main, options);
    const [left] = isSameMajor(schema, rebuilt) ? diffSchemas(rebuilt, schema) : [];
    return {
      source,
      schema: trimToVersion({ ...rebuilt, notModelled: schema.notModelled }, schema.serverVersion),
      throwaway: { engine, database: engine.main },
      notes: left === undefined ? [] : [`${source.shown} reads otherwise when rebuilt: ${left.id}`],
      [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
    };
  } catch (error) {
    await engine[Symbol.asyncDispose]();
    throw error;
  }
}

/** Owners come last: their rights on the live server are not known here. */
function applyTo(database: Database, steps: readonly Step[], settings: ProjectSettings) {
  const givesAway = ({ sql }: Step) => /^ALTER [^;']* OWNER TO [^;']*$/.test(sql);
  const ordered = [...steps.filter((step) => !givesAway(step)), ...steps.filter(givesAway)];
  return applySteps(database, actingRole(settings), ordered);
}

function isSameMajor(a: Schema, b: Schema): boolean {
  return Math.floor(a.serverVersion / 10_000) === Math.floor(b.serverVersion / 10_000);
}

function openEmpty({ settings, platform }: LoadOptions): Promise<Engine> {
  return openEngine({
    kind: settings.engine,
    base: { platform, extensions: settings.extensions },
    ...(settings.cacheDir === undefined ? {} : { cacheDir: settings.cacheDir }),
  });
}

async function openFiles(source: Source, options: LoadOptions): Promise<Opened> {
  const { cwd, settings } = options;
  const files = source.kind === 'sql' ? source.files : [];
  const texts = await readSqlFiles(files, cwd);
  const engine = await openEmpty(options);
  try {
    await setUpServer(engine, settings);
    return { engine, notes: await loadSql(engine.main, actingRole(settings), texts, adaptSql) };
  } catch (error) {
    await engine[Symbol.asyncDispose]();
    throw error;
  }
}

/** A source on its engine, with what a person should know of it. */
interface Opened {
  readonly engine: Engine;
  readonly notes: readonly string[];
}

async function openProject(source: Source & { kind: 'project' }, { settings }: LoadOptions): Promise<Engine> {
  return openHistory(await readHistory(source.root, settings.overrides), settings);
}

/** The database that migrations make, from its snapshot where one is kept. Throws a `project` error where one of them fails. */
export async function openHistory(history: History, settings: ProjectSettings): Promise<Engine> {
  const rules = basisOf(settings);
  const cache = settings.cacheDir === undefined ? {} : { cacheDir: settings.cacheDir };
  const base = { platform: history.platform, extensions: settings.extensions };
  const name = settings.cache ? chainOf(history, rules).at(-1) : undefined;
  if (name === undefined) {
    const engine = await openEngine({ kind: settings.engine, base, ...cache });
    try {
      await replay(engine, history, settings);
      return engine;
    } catch (error) {
      await engine[Symbol.asyncDispose]();
      throw error;
    }
  }
  const prepare = async () => {
    const records = forget(openRecords(recordsDir(settings.cacheDir)), name);
    const { trace } = await rehearse(history, { ...rules, ...cache, records });
    const failed = trace.migrations.find(({ outcome }) => outcome === 'failed');
    const why = failed?.statements.find(({ error }) => error !== undefined)?.error?.message;
    if (failed !== undefined) throw doesNotReplay(history, failed.migration, why);
  };
  return openEngine({ kind: settings.engine, base, snapshots: [name], prepare, ...cache });
}

/** Runs a whole history, unwatched and unkept. */
async function replay(engine: Engine, history: History, settings: ProjectSettings): Promise<void> {
  await setUpServer(engine, settings);
  await using session = await engine.main.connect(actingRole(settings), { guarded: false });
  for (const migration of history.migrations) {
    const error = await runSql(session, migration.up.text, migration.transaction, adaptSql);
    if (error !== undefined) throw doesNotReplay(history, migration.name, error.error.message);
  }
}

function doesNotReplay(history: History, migration: string, why = ''): StrataError {
  const reason = why === '' ? '' : ` (${why.split('\n')[0]})`;
  return new StrataError('project', `its history does not replay: ${migration} fails${reason}`, {
    hint: `strata check ${history.dir} explains why.`,
  });
}
