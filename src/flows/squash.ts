import { createHash } from 'node:crypto';
import { readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { diffSchemas } from '../diff/diff.ts';
import { planChanges } from '../diff/plan.ts';
import { slugOf } from '../history/next-name.ts';
import type { ProjectRoot } from '../history/project-root.ts';
import { readHistory } from '../history/read.ts';
import { type FileToWrite, layOut, type Writing } from '../history/write.ts';
import { StrataError } from '../model/errors.ts';
import type { History, Migration } from '../model/migration.ts';
import type { Plan } from '../model/plan.ts';
import type { Proof } from '../model/proof.ts';
import type { Schema } from '../model/schema.ts';
import type { ProjectSettings } from '../model/settings.ts';
import type { Trace } from '../model/trace.ts';
import { squashedLedgerSql } from './deploy/squash-ledger.ts';
import { indexOfMigration } from './deploy.ts';
import { openPrelude } from './drift/live-ground.ts';
import { rehearsePart } from './drift/sides.ts';
import { draftMigrations } from './proof/draft-migrations.ts';
import { createServerThings } from './proof/ground.ts';
import { provePlan } from './proof/prove-plan.ts';
import { writeFiles } from './proof/write-files.ts';
import { withOwnerGrants } from './repair/owner-grants.ts';
import { shownPath } from './sources/find-projects.ts';
import { type LoadOptions, readDatabase } from './sources/load-source.ts';
import { findOneProject } from './sources/one-project.ts';
import { type CarriedRows, firstUnlike, readContents, writeContents } from './squash/carry-rows.ts';
import { findNotCarried, type NotCarried } from './squash/not-carried.ts';

export interface SquashOptions {
  readonly cwd: string;
  readonly dir: string;
  readonly settingsOf: (dir: string) => Promise<ProjectSettings>;
  /** The last migration that goes into the baseline. */
  readonly until: string;
  /** What the baseline is to be called. */
  readonly name: string;
  /** Write the baseline and remove what it stands for. */
  readonly write: boolean;
  readonly now: Date;
}

export interface Squash {
  readonly dir: string;
  readonly folder: string;
  readonly squashed: readonly string[];
  readonly baseline: string;
  readonly files: readonly FileToWrite[];
  /** Files that go, relative to the project. */
  readonly removed: readonly string[];
  readonly proof: Proof;
  /** Rows that the baseline writes as the squashed migrations did; proven to be the same. */
  readonly carried: readonly CarriedRows[];
  /** What else the squashed migrations did that no schema holds: a new database would lack it. */
  readonly notCarried: readonly NotCarried[];
  /** For databases past the last squashed migration: what makes their ledger name the baseline instead. */
  readonly ledgerSql: string;
  readonly isWritten: boolean;
  readonly notes: readonly string[];
}

/** Makes one baseline of many migrations, and proves that the history makes the same schema as before. */
export async function squash(options: SquashOptions): Promise<Squash> {
  const root = await findOneProject(options.dir, options.cwd);
  const settings = await options.settingsOf(root.dir);
  const history = await readHistory(root, settings.overrides);
  refuseLayout(history);
  const last = indexOfMigration(history, options.until);
  const old = history.migrations.slice(0, last + 1);
  if (old.length < 2) {
    throw new StrataError(
      'usage',
      `up to ${options.until} there is one migration: there is nothing to squash`,
      {
        hint: 'Name a later one.',
      },
    );
  }
  const before = await rehearsePart(history, old, settings);
  refuseFailing(before.trace);
  const goal = await before.schema();
  const { lay, proof } = await planBaseline(history, old, goal, settings, options);
  const rest = history.migrations.slice(last + 1);
  const { writing, carried, extensions, note } = await carryRows({ history, old, rest, settings }, lay);
  const baseline = asMigration(writing);
  const squashed: History = { ...history, migrations: [baseline, ...rest] };
  const removed = old.flatMap(({ up, down }) => [
    up.file,
    ...(down === undefined || down.file === up.file ? [] : [down.file]),
  ]);
  if (options.write) await replaceFiles(root, squashed, writing, [...new Set(removed)], settings);
  return {
    dir: shownPath(root.dir, options.cwd),
    folder: history.folder,
    squashed: old.map(({ name }) => name),
    baseline: baseline.name,
    files: writing.files,
    removed: [...new Set(removed)].sort(),
    proof,
    carried,
    notCarried: findNotCarried(old, before.trace, extensions),
    ledgerSql: squashedLedgerSql(history, old, baseline),
    isWritten: options.write,
    notes: [
      ...writing.notes,
      ...(note === undefined ? [] : [note]),
      ...(history.runner === 'plain'
        ? [
            "The SQL for ledgers is for Strata's own; golang-migrate, node-pg-migrate, sqlx and diesel keep others",
          ]
        : []),
      ...goal.notModelled.map(
        ({ type, identity }) => `Not read, and so not in the baseline: ${type} ${identity}`,
      ),
    ],
  };
}

/** Runners whose own books about the files Strata does not rewrite. */
function refuseLayout({ runner, folder }: History): void {
  if (runner !== 'drizzle') return;
  throw new StrataError('usage', `${folder} is drizzle-kit's: its journal and snapshots are its own`, {
    hint: 'Squash it with drizzle-kit (drop and generate), and prove the result: strata diff --from OLD --to NEW',
  });
}

function refuseFailing({ migrations }: Trace): void {
  const failed = migrations.find(({ outcome }) => outcome === 'failed');
  if (failed === undefined) return;
  throw new StrataError('project', `${failed.migration} does not replay`, {
    hint: 'strata check explains why. What cannot be replayed cannot be squashed.',
  });
}

/** A baseline that makes the schema, and how it is laid out with these statements behind. */
interface PlannedBaseline {
  readonly lay: Lay;
  readonly proof: Proof;
}
type Lay = (more: readonly string[]) => Writing;

async function planBaseline(
  history: History,
  old: readonly Migration[],
  goal: Schema,
  settings: ProjectSettings,
  options: SquashOptions,
): Promise<PlannedBaseline> {
  const load: LoadOptions = { cwd: options.cwd, settings, platform: history.platform };
  await using engine = await openPrelude(load);
  const ground = { engine, database: engine.main };
  const start = await readDatabase(engine.main, load);
  await createServerThings(engine, goal);
  const plan: Plan = withOwnerGrants({ ...planChanges(start, goal), renameOffers: [] }, goal);
  const proof = await provePlan(plan, goal, ground, load);
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
  const name = nameInPlace(old.at(-1) as Migration, slugOf(options.name));
  const lay: Lay = (more) => {
    const whole = { ...draft, up: [...draft.up, ...more] };
    const laid = layOut({ ...history, migrations: old }, slugOf(options.name), [whole], options.now);
    return renamed(laid, name);
  };
  return { lay, proof };
}

/** A history that is being squashed: what goes into the baseline, and what stays behind it. */
interface Squashing {
  readonly history: History;
  readonly old: readonly Migration[];
  readonly rest: readonly Migration[];
  readonly settings: ProjectSettings;
}

interface Carrying {
  readonly writing: Writing;
  readonly carried: readonly CarriedRows[];
  /** What belongs to extensions; undefined where rows could not be carried over. */
  readonly extensions: readonly string[] | undefined;
  readonly note: string | undefined;
}

/** Lays the baseline out with the rows that the squashed migrations leave, and proves it; without them where they cannot be. */
async function carryRows(squashing: Squashing, lay: Lay): Promise<Carrying> {
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
  if (written === undefined) throw new StrataError('unproven', 'a table holds too many of them');
  const writing = lay(written.statements);
  const found = { writing, carried: written.carried, extensions: before.extensions };
  if (written.statements.length === 0) return found;
  const after = await readContents(history, [asMigration(writing)], settings);
  const unlike = firstUnlike(before, after, texts);
  if (unlike === undefined) return found;
  throw new StrataError('unproven', `${unlike} would not hold the same`);
}

/** The number of the last squashed migration, so that the baseline stands before what comes after it. */
function nameInPlace({ name }: Migration, slug: string): string {
  const [, number = '', separator = '_'] =
    /^((?:[A-Za-z]+[-_.]?)?\d+(?:[._-]\d+)*)(__|[-_.])?/.exec(name) ?? [];
  if (number !== '') return `${number}${separator}${slug}`;
  throw new StrataError('usage', `${name} bears no number, so nothing says where a baseline would stand`, {
    hint: 'Number the migrations first.',
  });
}

function renamed({ files, migrations, notes }: Writing, name: string): Writing {
  const was = (migrations[0] as Writing['migrations'][number]).name;
  // Flyway's way back bears the same words behind another letter.
  const bare = (text: string) => text.replace(/^V(?=\d)/, '');
  const place = (file: string) => file.replaceAll(was, name).replaceAll(bare(was), bare(name));
  return {
    notes,
    files: files.map((one) => ({ ...one, file: place(one.file) })),
    migrations: migrations.map((one) => ({
      ...one,
      name,
      up: { ...one.up, file: place(one.up.file) },
      ...(one.down === undefined ? {} : { down: { ...one.down, file: place(one.down.file) } }),
    })),
  };
}

function asMigration({ migrations }: Writing): Migration {
  const [one] = migrations as readonly [Writing['migrations'][number]];
  return { ...one, hash: createHash('sha256').update(one.up.text).digest('hex') };
}

/** The whole history, before and after, must make the same schema. */
async function proveSame(before: History, after: History, settings: ProjectSettings): Promise<void> {
  const [was, is] = [
    await rehearsePart(before, before.migrations, settings),
    await rehearsePart(after, after.migrations, settings),
  ];
  const known = new Set(failing(was.trace));
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

function failing({ migrations }: Trace): readonly string[] {
  return migrations.filter(({ outcome }) => outcome === 'failed').map(({ migration }) => migration);
}

/** Puts the baseline in the place of what it stands for; where anything goes wrong, every file is as it was. */
async function replaceFiles(
  root: ProjectRoot,
  wanted: History,
  writing: Writing,
  removed: readonly string[],
  settings: ProjectSettings,
): Promise<void> {
  const kept = new Map<string, Buffer>();
  for (const file of removed) kept.set(file, await readFile(join(root.dir, file)));
  try {
    for (const file of removed) await rm(join(root.dir, file));
    await writeFiles(root.dir, writing.files, async () => {
      const { migrations } = await readHistory(root, settings.overrides);
      const isSame =
        migrations.length === wanted.migrations.length &&
        migrations.every(
          ({ name, up }, i) =>
            name === wanted.migrations[i]?.name && up.text === wanted.migrations[i]?.up.text,
        );
      if (isSame) return;
      throw new StrataError(
        'unproven',
        `the history was read back as ${migrations.map(({ name }) => name).join(', ')}`,
        {
          hint: 'Every file is as it was before.',
        },
      );
    });
  } catch (error) {
    for (const [file, bytes] of kept) await writeFile(join(root.dir, file), bytes);
    throw error;
  }
  // A folder that held nothing else goes with its migration.
  for (const file of removed) await rmdir(dirname(join(root.dir, file))).catch(() => {});
}
