import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { type ReadOptions, readSchema } from '../catalog/read-schema.ts';
import { type Database, type Engine, ownerRole, superuserRole } from '../engine/engine.ts';
import { openEngine } from '../engine/open.ts';
import { adaptSql } from '../engine/stubs/stubs.ts';
import { readHistory } from '../history/read.ts';
import { openLive } from '../live/open.ts';
import { inStep, StrataError } from '../model/errors.ts';
import type { History, Platform } from '../model/migration.ts';
import type { Schema } from '../model/schema.ts';
import type { ProjectSettings } from '../model/settings.ts';
import { codeBasis } from '../replay/basis.ts';
import { chainOf } from '../replay/chain.ts';
import { loadSql } from '../replay/load.ts';
import { forget, openRecords } from '../replay/record.ts';
import { rehearse } from '../replay/rehearse.ts';
import { recordsDir } from './rehearse-project.ts';
import type { Source } from './sources.ts';

/** What is read of a source, and how it is brought to life. */
export interface LoadOptions extends Pick<ReadOptions, 'schemas' | 'exclude'> {
  readonly cwd: string;
  readonly settings: ProjectSettings;
  /** What exists before a source that names no platform itself. */
  readonly platform: Platform;
}

/** A source as a Schema, with the throwaway database that holds it; a live source holds none. */
export interface Loaded extends AsyncDisposable {
  readonly source: Source;
  readonly schema: Schema;
  readonly throwaway: { readonly engine: Engine; readonly database: Database } | undefined;
}

/** Brings a source to life on an engine of its own (a live one is only read) and reads it. */
export async function loadSource(source: Source, options: LoadOptions): Promise<Loaded> {
  return inStep(`loading ${source.shown}`, async () => {
    if (source.kind === 'live') return loadLive(source, source.url, options);
    const engine =
      source.kind === 'project' ? await openProject(source, options) : await openFiles(source, options);
    try {
      const schema = await readDatabase(engine.main, options);
      return {
        source,
        schema,
        throwaway: { engine, database: engine.main },
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
  await using session = await database.connect('superuser');
  const { schemas, exclude, settings } = options;
  return await readSchema(session, {
    ...(schemas === undefined ? {} : { schemas }),
    ...(exclude === undefined ? {} : { exclude }),
    self: settings.superuser ? superuserRole : ownerRole,
  });
}

async function loadLive(source: Source, url: string, { schemas, exclude }: LoadOptions): Promise<Loaded> {
  await using session = await openLive(url);
  const schema = await readSchema(session, {
    ...(schemas === undefined ? {} : { schemas }),
    ...(exclude === undefined ? {} : { exclude }),
  });
  return { source, schema, throwaway: undefined, [Symbol.asyncDispose]: async () => {} };
}

async function openFiles(source: Source, { cwd, settings, platform }: LoadOptions): Promise<Engine> {
  const files = source.kind === 'sql' ? source.files : [];
  const texts = await Promise.all(
    files.map(async (file) => ({ name: relative(cwd, file), text: await readFile(file, 'utf8') })),
  );
  const engine = await openEngine({
    kind: settings.engine,
    base: { platform, extensions: settings.extensions },
    ...(settings.cacheDir === undefined ? {} : { cacheDir: settings.cacheDir }),
  });
  try {
    await using session = await engine.main.connect(actingRole(settings), { guarded: false });
    await loadSql(session, texts, adaptSql);
    return engine;
  } catch (error) {
    await engine[Symbol.asyncDispose]();
    throw error;
  }
}

/** The database that a project's migrations make, from its snapshot where one is kept. */
async function openProject(source: Source & { kind: 'project' }, { settings }: LoadOptions): Promise<Engine> {
  const history = await readHistory(source.root, settings.overrides);
  const rules = {
    engine: settings.engine,
    superuser: settings.superuser,
    extensions: settings.extensions,
    roles: settings.roles,
    basis: codeBasis(),
  };
  const cache = settings.cacheDir === undefined ? {} : { cacheDir: settings.cacheDir };
  const name = chainOf(history, rules).at(-1);
  const prepare = (snapshot: string) => {
    const records = forget(openRecords(recordsDir(settings.cacheDir)), snapshot);
    return rehearseWhole(history, { ...rules, ...cache, records });
  };
  return openEngine({
    kind: settings.engine,
    base: { platform: history.platform, extensions: settings.extensions },
    ...(name === undefined ? {} : { snapshots: [name], prepare: () => prepare(name) }),
    ...cache,
  });
}

async function rehearseWhole(history: History, options: Parameters<typeof rehearse>[1]): Promise<void> {
  const { trace } = await rehearse(history, options);
  const failed = trace.migrations.find(({ outcome }) => outcome === 'failed');
  if (failed === undefined) return;
  throw new StrataError('project', `its history does not replay: ${failed.migration} fails`, {
    hint: `strata check ${history.dir} explains why.`,
  });
}
