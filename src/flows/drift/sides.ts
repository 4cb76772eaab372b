import { migrationOf, nameOfDown, readProgress } from '../../deploy/progress.ts';
import { type Standing, standingOf } from '../../deploy/standing.ts';
import { currentDeployer } from '../../deploy/turn.ts';
import { diffSchemas } from '../../diff/diff.ts';
import type { ProjectRoot } from '../../history/project-root.ts';
import { runningOrders } from '../../history/running-order.ts';
import { appliedMigrations, readLedger } from '../../ledger/read.ts';
import { type LiveSession, openLive, versionOf } from '../../live/open.ts';
import { closeOnFailure } from '../../model/close-on-failure.ts';
import type { Ledger, LedgerState } from '../../model/ledger.ts';
import type { History, Migration, Program } from '../../model/migration.ts';
import type { ObjectId } from '../../model/object-id.ts';
import type { Change } from '../../model/plan.ts';
import type { Schema } from '../../model/schema.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import { failedMigrations } from '../../model/trace.ts';
import type { Rehearsal } from '../../replay/rehearse.ts';
import { groundFor, type LoadOptions } from '../rehearsal/ground.ts';
import { rehearsePart } from '../rehearsal/rehearse-part.ts';
import { bookkeepingTables } from '../sources/bookkeeping.ts';
import { trimToVersion, withoutOwners } from '../sources/comparable.ts';
import { inHomeSchema } from '../sources/home-schema.ts';
import { type LiveProjectOptions, readOneProject } from '../sources/one-project.ts';
import { noteOnPrograms } from '../sources/programs.ts';
import { type LiveReading, readLive } from '../sources/read-live.ts';
import { ComparedObjects, isSameFact } from './compared-objects.ts';
import { type RebuiltLive, rebuildLive } from './rebuild-live.ts';

/** A live database beside what its ledger says was applied to it. */
export interface Sides extends AsyncDisposable {
  readonly root: ProjectRoot;
  readonly settings: ProjectSettings;
  readonly load: LoadOptions;
  /** All of the folder. */
  readonly history: History;
  readonly state: LedgerState;
  /** In order, including those whose text only the ledger has. */
  readonly applied: readonly Migration[];
  /** Not applied, in the history's order: pending and unfinished ones. */
  readonly open: readonly Migration[];
  /** Those of `open` that were begun. */
  readonly unfinished: readonly Migration[];
  /** Those of `applied` that a rollback has begun to take back. */
  readonly leaving: readonly Migration[];
  readonly deployer: string | undefined;
  /** How far each migration has come. */
  readonly standing: Standing;
  /** The applied migrations, rehearsed. */
  readonly rehearsal: Rehearsal;
  /** What they make. */
  readonly expected: Schema;
  readonly reading: LiveReading;
  readonly rebuilt: RebuiltLive;
  /** The live database, as far as it can be compared with `expected`. */
  readonly live: Schema;
  /** Another Schema of the history, as it can be compared with `live`. */
  readonly asCompared: (schema: Schema) => Schema;
  /** From `expected` to `live`. */
  readonly changes: readonly Change[];
  readonly shownUrl: string;
  readonly serverVersion: string;
  readonly notes: readonly string[];
}

/** Reads both sides of a comparison; the live one is only read, and rebuilt on the throwaway PostgreSQL. */
export async function openSides(options: LiveProjectOptions): Promise<Sides> {
  const { root, settings: told, history } = await readOneProject(options);
  await using session = await openLive(options.url);
  const settings = await inHomeSchema(session, options.url, told);
  const books = await readBooks(session, history);
  const { state, applied } = books;
  const reading = await readLive(session, state.ledger);
  const rehearsal = await rehearsePart(history, applied, settings);
  const made = await rehearsal.schema();
  const load: LoadOptions = { cwd: options.cwd, settings, ...groundFor(history) };
  const own = bookkeepingTables(state.ledger);
  const hasPlatform = history.platform !== 'none' || told.setup !== '';
  const serverVersion = await versionOf(session);
  const asCompared = (schema: Schema) => trimToVersion(schema, reading.raw.serverVersion);
  const expected = asCompared(made);
  const opened = await rebuildLive(
    reading,
    (prelude) =>
      new ComparedObjects({ prelude, history: made, live: reading.raw }, reading, own, hasPlatform),
    load,
  );
  const { rebuilt, live, owners, changes } = await closeOnFailure(opened, async (rebuilt) => {
    const { live, owners } = withoutOwners(asCompared(rebuilt.schema), expected);
    const changes = diffSchemas(expected, live).filter(({ id }) => rebuilt.compared.has(id));
    return { rebuilt, live, owners, changes };
  });
  return {
    root,
    settings,
    load,
    history,
    ...books,
    rehearsal,
    expected,
    reading,
    rebuilt,
    live,
    asCompared,
    changes,
    shownUrl: session.shownUrl,
    serverVersion,
    notes: [
      ...unreadableNotes(history),
      ...programNotes(history, state),
      ...failureNotes(rehearsal),
      ...rebuilt.notes,
      ...ownerNotes(owners),
    ],
    [Symbol.asyncDispose]: () => rebuilt[Symbol.asyncDispose](),
  };
}

/** What the ledger and the notes of deploys say of the history's migrations. */
async function readBooks(
  session: LiveSession,
  history: History,
): Promise<Pick<Sides, 'state' | 'applied' | 'open' | 'unfinished' | 'leaving' | 'deployer' | 'standing'>> {
  const state = await readLedger(session, history);
  const applied = withLost(appliedMigrations(state), history, state);
  const deployer = await lookForDeployer(session, state.ledger);
  const progress = await readProgress(session, state);
  const notes = [...progress.keys()];
  const begun = new Set(notes.map(migrationOf));
  const open = history.migrations.filter((one) => !applied.includes(one));
  const unfinished = open.filter(
    ({ name }) =>
      begun.has(name) || state.entries.some((entry) => entry.name === name && entry.state === 'failed'),
  );
  const leaving = applied.filter(({ name }) => notes.includes(nameOfDown(name)));
  return { state, applied, open, unfinished, leaving, deployer, standing: standingOf(state, progress) };
}

/**
 * The deployer under way; undefined where there is none, and where the role may not read locks. The comparison is the same either
 * way.
 */
async function lookForDeployer(session: LiveSession, ledger: Ledger): Promise<string | undefined> {
  return currentDeployer(session, ledger).catch(() => undefined);
}

/** Notes on migrations that cannot be read: what they made will show as extra. */
function unreadableNotes({ findings }: History): readonly string[] {
  return findings
    .filter(
      ({ rule, severity }) =>
        severity === 'error' && /^(unreadable-|missing-migration-file|encoding)/.test(rule),
    )
    .map(({ message }) => `${message}: what it made shows as extra`);
}

/** A note on programs that may have run: what they made will show as extra. */
function programNotes(history: History, state: LedgerState): readonly string[] {
  return noteOnPrograms(ranPrograms(history, state), 'what it made shows as extra');
}

/** The programs that may have run: those that do not wait for their turn. */
export function ranPrograms({ programs = [] }: History, { openPrograms }: LedgerState): readonly Program[] {
  const waiting = new Set(openPrograms.filter(({ isPassed }) => !isPassed).map(({ file }) => file));
  return programs.filter(({ file }) => !waiting.has(file));
}

/**
 * Adds applied migrations that the folder lacks, where the ledger keeps their text: a colleague's branch may have them, and what
 * they made is no drift. Each is put before the first migration that its runner would run later.
 */
function withLost(
  applied: readonly Migration[],
  { migrations, runner }: History,
  { entries }: LedgerState,
): readonly Migration[] {
  const all = [...applied];
  for (const { name, migration, state, appliedText } of entries) {
    if (migration !== undefined || state !== 'applied' || appliedText === undefined) continue;
    const up = { file: `the ledger's ${name}`, text: appliedText, firstLine: 1 };
    const transaction = migrations[0]?.transaction ?? 'auto';
    const at = all.findIndex((one) => runningOrders[runner](one.name, name) > 0);
    all.splice(at === -1 ? all.length : at, 0, {
      name,
      up,
      transaction,
      hash: `applied ${name} ${appliedText}`,
    });
  }
  return all;
}

function failureNotes({ trace }: Rehearsal): readonly string[] {
  return failedMigrations(trace).map(
    (migration) =>
      `${migration} fails when it is replayed: what its failing statements made is not known (strata check explains)`,
  );
}

function ownerNotes(owners: readonly string[]): readonly string[] {
  if (owners.length === 0) return [];
  return [
    `Some objects belong to ${owners.join(', ')}, of which the migrations say nothing: owners are not compared there`,
  ];
}

/** Whether all of these objects are equal in both Schemas. */
export function areAlike(ids: readonly ObjectId[], a: Schema, b: Schema): boolean {
  return ids.every((id) => {
    const [one, other] = [a.facts.get(id), b.facts.get(id)];
    return one === undefined ? other === undefined : isSameFact(one, other);
  });
}
