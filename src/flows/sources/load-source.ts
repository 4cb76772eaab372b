import { readSchema } from '../../catalog/read-schema.ts';
import { diffSchemas } from '../../diff/diff.ts';
import { planChanges } from '../../diff/plan.ts';
import type { Engine } from '../../engine/engine.ts';
import { readHistory } from '../../history/read.ts';
import { findLedger } from '../../ledger/find.ts';
import { openLive } from '../../live/open.ts';
import { closeOnFailure } from '../../model/close-on-failure.ts';
import { inStep } from '../../model/errors.ts';
import type { Ledger } from '../../model/ledger.ts';
import type { Change, Rename } from '../../model/plan.ts';
import type { Schema } from '../../model/schema.ts';
import { few } from '../../model/words.ts';
import { qualifiedName } from '../../postgres/identifier.ts';
import { type LoadOutcome, loadSql } from '../../replay/load.ts';
import { splitStatements } from '../../sql/split.ts';
import { applySteps } from '../rehearsal/apply-steps.ts';
import { actingRole, type LoadOptions, openEmpty, openPrelude, readDatabase } from '../rehearsal/ground.ts';
import { openWithNotes } from '../rehearsal/open-history.ts';
import { withoutBookkeeping } from './bookkeeping.ts';
import { trimToVersion } from './comparable.ts';
import type { LoadedSource } from './loaded-source.ts';
import { ownersLate } from './owners-late.ts';
import { noteOnPrograms } from './programs.ts';
import { findRunner } from './read-live.ts';
import { refuseUnread } from './refuse-unread.ts';
import { createServerThings } from './server-things.ts';
import { readRenames } from './source-renames.ts';
import type { Source } from './sources.ts';
import { loadSqlFiles } from './sql-files.ts';

/**
 * Loads a source on an engine of its own and reads it; a live database is only read, and rebuilt there. `beside` is what it will
 * be compared with.
 */
export async function loadSource(
  source: Source,
  options: LoadOptions,
  beside?: Schema,
): Promise<LoadedSource> {
  if (source.kind === 'live') return inStep(source.shown, () => loadLive(source, source.url, options));
  return inStep(`loading ${source.shown}`, async () => {
    if (source.kind === 'prisma') {
      const { loadPrismaSource } = await import('./load-prisma.ts');
      return loadPrismaSource(source, beside, options);
    }
    if (source.kind === 'drizzle') {
      const { loadDrizzleSource } = await import('./load-drizzle.ts');
      return loadDrizzleSource(source, beside, options);
    }
    const { engine, notes, notModelled, renames, isEmpty } =
      source.kind === 'project' ? await openProject(source, options) : await openFiles(source, options);
    return closeOnFailure(engine, async () => ({
      source,
      schema: withNotModelled(await readDatabase(engine.main, options), notModelled),
      ground: { engine, database: engine.main },
      notes,
      renames,
      isEmpty,
      [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
    }));
  });
}

/** Reads a live database and rebuilds it on the throwaway PostgreSQL, so that versions write their definitions alike. */
async function loadLive(source: Source, url: string, options: LoadOptions): Promise<LoadedSource> {
  const { schemas, exclude } = options;
  await using session = await openLive(url);
  const { history } = options;
  // What only bears a ledger's name is compared like anything else.
  const ledger =
    history === undefined ? undefined : await findLedger(session, history).catch(() => undefined);
  return rebuild(
    source,
    await readSchema(session, { schemas, exclude, self: await findRunner(session, ledger) }),
    ledger,
    options,
  );
}

async function rebuild(
  source: Source,
  live: Schema,
  ledger: Ledger | undefined,
  options: LoadOptions,
): Promise<LoadedSource> {
  return closeOnFailure(await openEmpty(options), async (engine) => {
    const empty = await readDatabase(engine.main, options);
    const schema = ledger === undefined ? live : withoutBookkeeping(live, empty, ledger);
    await createServerThings(engine.main, schema);
    const { steps } = planChanges(empty, schema);
    const refused = await applySteps(engine.main, actingRole(options.settings), ownersLate(steps));
    if (refused !== undefined) {
      await engine[Symbol.asyncDispose]();
      const why = `${refused.error.message} (${refused.step.object})`;
      return {
        source,
        schema,
        ground: undefined,
        notes: [`${source.shown} could not be rebuilt on the throwaway PostgreSQL: ${why}`],
        [Symbol.asyncDispose]: async () => {},
      };
    }
    const rebuilt = await readDatabase(engine.main, options);
    const [left] = isSameMajor(schema, rebuilt) ? diffSchemas(rebuilt, schema) : [];
    return {
      source,
      schema: trimToVersion(
        { ...rebuilt, ...unaskedOf(schema), notModelled: schema.notModelled },
        schema.serverVersion,
      ),
      ground: { engine, database: engine.main },
      notes: [
        ...(left === undefined
          ? []
          : [`${source.shown} reads otherwise when rebuilt: ${describeChange(left)}`]),
        ...(ledger?.exists === true
          ? [`${qualifiedName(ledger.schema, ledger.table)} is the ledger, and not compared`]
          : []),
      ],
      [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
    };
  });
}

/** What a live database holds besides what is rebuilt of it. */
function unaskedOf({ unasked }: Schema): Pick<Schema, 'unasked'> {
  return unasked === undefined ? {} : { unasked };
}

function describeChange(change: Change): string {
  return change.kind === 'alter' ? `${change.id} (${change.properties.join(', ')})` : change.id;
}

function isSameMajor(a: Schema, b: Schema): boolean {
  return Math.floor(a.serverVersion / 10_000) === Math.floor(b.serverVersion / 10_000);
}

async function openFiles(source: Source, options: LoadOptions): Promise<Opened> {
  const files = source.kind === 'sql' ? source.files : [];
  const texts = await loadSqlFiles(files, options.cwd);
  return closeOnFailure(await openPrelude(options), async (engine) => ({
    engine,
    ...(await loadSql(engine.main, actingRole(options.settings), texts)),
    renames: texts.flatMap(({ text }) => readRenames(text)),
    isEmpty: texts.every(({ text }) => splitStatements(text).statements.length === 0),
  }));
}

function withNotModelled(schema: Schema, more: LoadOutcome['notModelled']): Schema {
  return { ...schema, notModelled: [...schema.notModelled, ...more] };
}

/** A source on its engine, with what a person should know of it. */
interface Opened extends Pick<LoadOutcome, 'notes' | 'notModelled'> {
  readonly engine: Engine;
  readonly renames: readonly Rename[];
  readonly isEmpty: boolean;
}

async function openProject(
  source: Source & { kind: 'project' },
  { settings, cwd }: LoadOptions,
): Promise<Opened> {
  const history = await readHistory(source.root, settings.overrides);
  refuseUnread(history, cwd);
  const { engine, leftOut } = await openWithNotes(history, settings);
  return closeOnFailure(engine, async () => ({
    engine,
    notes: [
      ...noteLeftOut(await leftOut()),
      ...noteOnPrograms(history.programs ?? [], 'what it makes counts as missing'),
    ],
    notModelled: [],
    renames: [],
    isEmpty: history.migrations.length === 0,
  }));
}

/** A note on statements that were left out: one sentence or none. */
function noteLeftOut(places: readonly string[]): readonly string[] {
  if (places.length === 0) return [];
  return [`left out, since it takes more rights than an ordinary owner has: ${few(places, 3, '; ')}`];
}
