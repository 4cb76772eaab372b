import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { StrataError } from '../model/errors.ts';
import { type Database, type Engine, NotPrepared, type OpenOptions } from './engine.ts';
import { contentHash, extensionFiles } from './extension-files.ts';
import { findPackage, type Lite, type LitePackage, startLite } from './pglite-package.ts';
import { Backend } from './pglite-sessions.ts';
import { choosePlaces, type Places } from './places.ts';
import {
  evictSnapshots,
  findSnapshot,
  isWhole,
  keepSnapshot,
  remove,
  type SnapshotFacts,
} from './snapshots.ts';
import { clusterSql, databaseSql, extensionsOf, type Template, templateOf } from './template.ts';

/** What every instance of one engine is started from. */
interface Setup {
  readonly liteModule: LitePackage;
  readonly places: Places;
  readonly template: Template;
  /** Files for the extension directory. */
  readonly files: ReadonlyMap<string, string>;
  readonly key: string;
}

/** Opens PGlite: PostgreSQL compiled to WebAssembly, in this process. One instance per database, with one backend each. */
export async function openPglite(options: OpenOptions): Promise<Engine> {
  const liteModule = findPackage();
  const places = choosePlaces(options.cacheDir);
  const template = templateOf(options.base, `on PGlite ${liteModule.version}`);
  const key = contentHash('pglite without template0', liteModule.version, template.key);
  const files = extensionFiles(extensionsOf(options));
  const setup: Setup = { liteModule, places, template, files, key };
  const { lite, startedFrom } = await startBest(setup, options);
  const instances: Lite[] = [lite];
  const databases = new WeakMap<Database, Lite>();
  const describe = (name: string, instance: Lite): Database => {
    const database = databaseOn(name, instance, instances);
    databases.set(database, instance);
    return database;
  };
  const [row] = await lite.execute<{ version: string }>(
    "SELECT current_setting('server_version') AS version",
  );
  return {
    name: { kind: 'pglite', version: row?.version ?? '' },
    startedFrom,
    main: describe('postgres', lite),
    shared: undefined,
    async createDatabase({ name = `strata_${randomBytes(5).toString('hex')}`, like } = {}) {
      const origin = like && databases.get(like);
      const dataDir = origin ? await dump(origin) : await baseFiles(setup, options);
      const instance = await startLite(liteModule, { dataDir, files: setup.files });
      instances.push(instance);
      return describe(name, instance);
    },
    async save(name) {
      const facts = { kind: 'snapshot', name, password: '' } as const;
      await keep(setup, snapshotKey(setup, name), facts, lite);
      for (const place of places.allClusters) evictSnapshots(place);
    },
    async [Symbol.asyncDispose]() {
      for (const instance of instances.splice(0)) await instance.close();
    },
  };
}

async function startBest(
  setup: Setup,
  options: OpenOptions,
): Promise<{ lite: Lite; startedFrom: string | undefined }> {
  const kept = await startFromSnapshot(setup, options);
  if (kept !== undefined) return kept;
  if (options.prepare !== undefined) {
    await options.prepare();
    const made = await startFromSnapshot(setup, options);
    if (made === undefined) throw new NotPrepared();
    return made;
  }
  const dataDir = await baseFiles(setup, options);
  return { lite: await startLite(setup.liteModule, { dataDir, files: setup.files }), startedFrom: undefined };
}

/** The archive of an empty database, made where it is missing: others may have cleared the cache since. */
async function baseFiles(setup: Setup, { onProgress }: OpenOptions): Promise<Archive> {
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const found = await readFiles(setup, 'base', setup.key);
    if (found !== undefined) return found;
    await makeBase(setup, onProgress);
  }
  throw new StrataError('engine', `the prepared PostgreSQL in ${setup.places.clusters} keeps being damaged`, {
    hint: 'Set STRATA_CACHE_DIR to another directory.',
  });
}

async function startFromSnapshot(setup: Setup, { snapshots = [] }: OpenOptions) {
  for (const name of snapshots) {
    const dataDir = await readFiles(setup, 'snapshot', snapshotKey(setup, name));
    if (dataDir)
      return { lite: await startLite(setup.liteModule, { dataDir, files: setup.files }), startedFrom: name };
  }
  return undefined;
}

async function makeBase(setup: Setup, onProgress?: (message: string) => void): Promise<void> {
  onProgress?.(`preparing ${setup.template.title}`);
  const lite = await startLite(setup.liteModule, { dataDir: undefined, files: setup.files });
  try {
    // Nobody can connect from outside, so the password guards nothing.
    await lite.execute(clusterSql('unused') + databaseSql);
    if (setup.template.prelude !== '') await lite.execute(setup.template.prelude);
    // Each start unpacks every file; empty databases are made from the archive itself.
    await lite.execute('ALTER DATABASE template0 IS_TEMPLATE false');
    await lite.execute('DROP DATABASE template0');
    await keep(setup, setup.key, { kind: 'base', name: setup.template.title, password: '' }, lite);
  } finally {
    await lite.close();
  }
}

function snapshotKey(setup: Setup, name: string): string {
  return contentHash(setup.key, name);
}

/** The archive of a data directory in the cache, if it is there and undamaged. */
async function readFiles(
  setup: Setup,
  kind: SnapshotFacts['kind'],
  key: string,
): Promise<Archive | undefined> {
  const found = findSnapshot(setup.places.allClusters, kind, key);
  if (found === undefined) return undefined;
  if (isWhole(found)) return fs.readFileSync(join(found.directory, 'data', archive));
  remove(found.directory);
  return undefined;
}

const archive = 'pgdata.tar';

type Archive = Uint8Array<ArrayBuffer>;

async function keep(setup: Setup, key: string, facts: SnapshotFacts, lite: Lite): Promise<void> {
  const files = await dump(lite);
  const { clusters } = setup.places;
  // What a killed process leaves there is cleared away like a snapshot that is half made.
  const part = join(clusters, `part-${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    fs.mkdirSync(part, { mode: 0o700 });
    fs.writeFileSync(join(part, archive), files, { mode: 0o600 });
    await keepSnapshot(clusters, key, facts, part);
  } finally {
    fs.rmSync(part, { recursive: true, force: true });
  }
}

/** After a checkpoint the files hold everything, so that the next start has nothing to recover. */
async function dump(lite: Lite): Promise<Archive> {
  await lite.execute('CHECKPOINT');
  return await lite.dump();
}

function databaseOn(name: string, lite: Lite, instances: Lite[]): Database {
  const backend = new Backend(lite);
  return {
    name,
    address: undefined,
    url: undefined,
    connect: (as, options = {}) => backend.connect(as, options),
    async drop() {
      if (name === 'postgres')
        throw new StrataError('internal', 'the main database of an engine cannot be dropped');
      const index = instances.indexOf(lite);
      if (index >= 0) await instances.splice(index, 1)[0]?.close();
    },
  };
}
