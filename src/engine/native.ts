import { setTimeout as sleep } from 'node:timers/promises';
import { StrataError } from '../model/errors.ts';
import { baseKey, findOrMakeBase } from './base.ts';
import { placeBinaries } from './binaries.ts';
import { databasesOf } from './databases.ts';
import { type Engine, NotPrepared, type OpenOptions } from './engine.ts';
import { contentHash, placeExtensions } from './extension-files.ts';
import { KeeperGone, type ServerDetails } from './lease.ts';
import { choosePlaces } from './places.ts';
import { createRun, leaveRun, type Run, shareRun, sweepRuns } from './run.ts';
import { type Installation, startServer, usualListen } from './server.ts';
import {
  copySnapshot,
  evictPrograms,
  evictSnapshots,
  findSnapshot,
  keepSnapshot,
  markUsed,
} from './snapshots.ts';
import { extensionsOf, type Template, templateOf } from './template.ts';

/** How long a shared server waits for the next process that wants it, such as the next test file. */
const lingerMs = 1500;
/** How often to try to start: a shared server may stop just as it is joined, and another program may take the free port. */
const attempts = 5;

/** Opens the native PostgreSQL that comes with the platform's package. */
export async function openNative(options: OpenOptions): Promise<Engine> {
  const places = choosePlaces(options.cacheDir);
  const binaries = placeBinaries(places, options.onProgress);
  const extensions = placeExtensions(places.programs, extensionsOf(options));
  const { listen = usualListen, locks = 'many' } = options;
  const installation: Installation = { places, binaries, extensions, listen, locks };
  const template = templateOf(options.base, binaries.version);
  markUsed(binaries.directory);
  markUsed(extensions);
  const sweeping = sweepRuns(places).catch(() => {});
  // Only those who want the same kind of server can share one.
  const shared =
    options.share && JSON.stringify([options.share, baseKey(installation, template), extensions]);
  for (let attempt = 1; ; attempt += 1) {
    const run = shared === undefined ? await newRun(places) : await shareRun(places, shared);
    try {
      const server = await enter(installation, template, run, options);
      await sweeping;
      return engineOn(installation, template, run, server, options);
    } catch (error) {
      await leaveRun(run);
      const isWorthRetrying = (error instanceof KeeperGone && !run.isCreator) || isPortTaken(error);
      // What had lost its keeper fails in ways that say nothing.
      const cause = await run.lease.then(
        () => error,
        (lost: unknown) => lost,
      );
      if (!isWorthRetrying || attempt === attempts) throw cause;
      await sleep(10 * attempt);
    }
  }
}

async function newRun(places: Installation['places']): Promise<Run> {
  const run = await createRun(places);
  if (run === undefined) throw new StrataError('internal', 'two runs were given the same name');
  return run;
}

function isPortTaken(error: unknown): boolean {
  return error instanceof StrataError && /Address already in use/.test(error.message);
}

async function enter(
  installation: Installation,
  template: Template,
  run: Run,
  options: OpenOptions,
): Promise<ServerDetails> {
  if (!run.isCreator) return await (await run.lease).ready;
  const origin = await fill(installation, template, run, options);
  return await startServer(installation, run, {
    ...origin,
    ...(options.share === undefined ? {} : { lingerMs }),
  });
}

/** Fills the run's data directory from the best snapshot; from the base where there is none and none was to be prepared. */
async function fill(installation: Installation, template: Template, run: Run, options: OpenOptions) {
  const { clusters } = installation.places;
  const kept = await fillFromSnapshot(installation, template, run, options);
  if (kept !== undefined) return kept;
  if (options.prepare !== undefined) {
    await options.prepare();
    const made = await fillFromSnapshot(installation, template, run, options);
    if (made === undefined) throw new NotPrepared();
    return made;
  }
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const base = await findOrMakeBase(installation, template, options.onProgress);
    if (await copySnapshot(base, run.data)) return { password: base.password };
  }
  throw new StrataError('engine', `the prepared PostgreSQL in ${clusters} keeps being damaged`, {
    hint: 'Set STRATA_CACHE_DIR to another directory.',
  });
}

async function fillFromSnapshot(
  installation: Installation,
  template: Template,
  run: Run,
  options: OpenOptions,
) {
  const { allClusters } = installation.places;
  for (const name of options.snapshots ?? []) {
    const snapshot = findSnapshot(allClusters, 'snapshot', snapshotKey(installation, template, name));
    if (snapshot && (await copySnapshot(snapshot, run.data))) {
      return { password: snapshot.password, startedFrom: name };
    }
  }
  return undefined;
}

function engineOn(
  installation: Installation,
  template: Template,
  run: Run,
  server: ServerDetails,
  options: OpenOptions,
): Engine {
  const databases = databasesOf(server);
  let leaving: Promise<void> | undefined;
  const leave = async () => {
    await databases[Symbol.asyncDispose]();
    await leaveRun(run);
  };
  return {
    name: { kind: 'native', version: installation.binaries.version },
    startedFrom: server.startedFrom,
    main: databases.main,
    createDatabase: databases.create,
    shared:
      options.share === undefined
        ? undefined
        : {
            database: databases.describe,
            linger: (ms) => void run.lease.then((lease) => lease.linger(ms)),
            ended: run.lease.then((lease) => lease.ended),
          },
    async save(name) {
      if (options.share !== undefined) throw new StrataError('internal', 'a shared engine cannot be saved');
      const { clusters, allClusters } = installation.places;
      await databases[Symbol.asyncDispose]();
      await (await run.lease).stop();
      const facts = { kind: 'snapshot', name, password: server.password } as const;
      await keepSnapshot(clusters, snapshotKey(installation, template, name), facts, run.data);
      for (const place of allClusters) evictSnapshots(place);
      evictPrograms(installation.places.programs);
    },
    async [Symbol.asyncDispose]() {
      leaving ??= leave();
      await leaving;
    },
  };
}

function snapshotKey(installation: Installation, template: Template, name: string): string {
  return contentHash(baseKey(installation, template), name);
}
