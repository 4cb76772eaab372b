import { createHash } from 'node:crypto';
import { diffSchemas } from '../../diff/diff.ts';
import { type SquashedJournal, squashJournal } from '../../history/layouts/drizzle-journal.ts';
import { nameInPlaceOf, slugOf } from '../../history/next-name.ts';
import { layOutAs } from '../../history/write.ts';
import type { Writing } from '../../history/writing/draft.ts';
import { StrataError } from '../../model/errors.ts';
import type { History, Migration } from '../../model/migration.ts';
import type { Proof } from '../../model/proof.ts';
import type { Schema } from '../../model/schema.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import type { CarriedRows } from '../../model/squash.ts';
import { failedMigrations } from '../../model/trace.ts';
import { planBaseline } from '../proof/baseline.ts';
import { draftMigrations } from '../proof/draft-migrations.ts';
import { provePlan } from '../proof/prove-plan.ts';
import { groundFor, type LoadOptions, openPrelude, readDatabase } from '../rehearsal/ground.ts';
import { rehearsePart } from '../rehearsal/rehearse-part.ts';
import { firstUnlike, readContents, writeContents } from './carry-rows.ts';

/** What the baseline is to be called, and when it is laid out. */
interface BaselineOptions {
  readonly cwd: string;
  readonly name: string;
  readonly now: Date;
}

/** A proven baseline, and a function that lays it out with more statements behind. */
interface ProvenBaseline {
  readonly lay: Lay;
  readonly proof: Proof;
  /** Files that go besides the migrations. */
  readonly removed: readonly string[];
}

/** Lays the baseline out with these statements behind its own. */
type Lay = (more: readonly string[]) => Writing;

/** Plans the migration that makes `goal` in an empty database, and proves it. */
export async function proveBaseline(
  history: History,
  old: readonly Migration[],
  goal: Schema,
  settings: ProjectSettings,
  options: BaselineOptions,
): Promise<ProvenBaseline> {
  const load: LoadOptions = { cwd: options.cwd, settings, secrets: 'kept', ...groundFor(history) };
  await using engine = await openPrelude(load);
  const ground = { engine, database: engine.main };
  const start = await readDatabase(engine.main, load);
  const plan = planBaseline(start, goal);
  const { proof } = await provePlan(plan, goal, ground, load);
  const drafts = await draftMigrations(plan, [], start, ground, load);
  const [draft] = drafts;
  if (draft === undefined || drafts.length > 1) {
    throw new StrataError(
      'unproven',
      `the baseline would be ${drafts.length} migrations: some statements refuse a transaction`,
      {
        hint: 'Name an earlier migration with --until.',
      },
    );
  }
  const name = baselineName(old.at(-1) as Migration, slugOf(options.name));
  const journal = history.runner === 'drizzle' ? squashJournal(history, old, name) : undefined;
  const lay: Lay = (more) => {
    const whole = { ...draft, up: [...draft.up, ...more] };
    const laid = layOutAs({ ...history, migrations: old }, name, whole, options.now);
    return journal === undefined ? laid : withJournal(laid, journal);
  };
  return { lay, proof, removed: journal?.removed ?? [] };
}

/** The files of a baseline with the journal as squashing changes it, instead of the entry that a new migration adds. */
function withJournal({ files, migrations }: Writing, { files: books, when }: SquashedJournal): Writing {
  return {
    files: [...files.filter(({ isUpdate }) => !isUpdate), ...books],
    migrations: migrations.map(({ ledgerMark: _, ...one }) =>
      when === undefined ? one : { ...one, ledgerMark: when },
    ),
    notes: [],
  };
}

/** A history that is being squashed: what goes into the baseline, and what stays behind it. */
interface Squashing {
  readonly history: History;
  readonly old: readonly Migration[];
  readonly rest: readonly Migration[];
  readonly settings: ProjectSettings;
}

/** A proven baseline, and the rows that it writes. */
interface Carrying {
  readonly writing: Writing;
  readonly carried: readonly CarriedRows[];
  /** What belongs to extensions; undefined where rows could not be carried over. */
  readonly extensions: readonly string[] | undefined;
  readonly note: string | undefined;
}

/**
 * Lays the baseline out with the rows that the squashed migrations leave, and proves it. Where they cannot be written, it is laid
 * out without them.
 */
export async function carryRows(squashing: Squashing, lay: Lay): Promise<Carrying> {
  const { history, rest, settings } = squashing;
  const prove = (writing: Writing) =>
    proveSame(history, { ...history, migrations: [asMigration(writing), ...rest] }, settings);
  let reason: string | undefined;
  try {
    const { writing, ...found } = await layWithRows(squashing, lay);
    await prove(writing);
    return { writing, ...found, note: undefined };
  } catch (error) {
    if (!(error instanceof StrataError) || (error.code !== 'unproven' && error.code !== 'project'))
      throw error;
    reason = error.message;
  }
  const writing = lay([]);
  await prove(writing);
  const note = `The rows that the migrations write could not be carried over: ${reason}`;
  return { writing, carried: [], extensions: undefined, note };
}

async function layWithRows({ history, old, settings }: Squashing, lay: Lay): Promise<Omit<Carrying, 'note'>> {
  const texts = old.map(({ up }) => up.text);
  const before = await readContents(history, old, settings);
  const written = writeContents(await readContents(history, [], settings), before, texts);
  const writing = lay(written.statements);
  const found = { writing, carried: written.carried, extensions: before.extensions };
  if (written.statements.length === 0) return found;
  const after = await readContents(history, [asMigration(writing)], settings);
  const unlike = firstUnlike(before, after, texts);
  if (unlike === undefined) return found;
  throw new StrataError('unproven', `${unlike} would not hold the same`);
}

/** The name of the baseline: it has the number of the last squashed migration, so that it stands before what comes after that. */
function baselineName({ name }: Migration, slug: string): string {
  const found = nameInPlaceOf(name, slug);
  if (found !== undefined) return found;
  throw new StrataError('usage', `${name} bears no number, so nothing says where a baseline would stand`, {
    hint: 'Number the migrations first.',
  });
}

/** The baseline in the form in which it will be read. */
export function asMigration({ migrations }: Writing): Migration {
  const [one] = migrations as readonly [Writing['migrations'][number]];
  return { ...one, hash: createHash('sha256').update(one.up.text).digest('hex') };
}

/** Throws where the whole history does not make the same schema as before. */
async function proveSame(before: History, after: History, settings: ProjectSettings): Promise<void> {
  const [was, is] = [
    await rehearsePart(before, before.migrations, settings),
    await rehearsePart(after, after.migrations, settings),
  ];
  const known = new Set(failedMigrations(was.trace));
  const broken = is.trace.migrations.find(
    ({ outcome, migration }) => outcome === 'failed' && !known.has(migration),
  );
  if (broken !== undefined) {
    const { migration, statements } = broken;
    const why = statements.find(({ error }) => error !== undefined)?.error?.message ?? '';
    const isBaseline = migration === after.migrations[0]?.name;
    throw new StrataError(
      'unproven',
      isBaseline
        ? `the baseline does not run: ${why}`
        : `${migration} fails on top of the baseline, and did not before: ${why}`,
      {
        hint: `${isBaseline ? '' : 'It may need rows that a squashed migration wrote. '}Nothing was written. Name an earlier migration with --until.`,
      },
    );
  }
  const [left] = diffSchemas(await was.schema(), await is.schema());
  if (left === undefined) return;
  throw new StrataError('unproven', `${left.id} would not be the same with the baseline`, {
    hint: 'Nothing was written. Please report this with the migrations that made that object.',
  });
}
