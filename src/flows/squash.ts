import { readdirSync } from 'node:fs';
import path from 'node:path';
import { hasJournal } from '../history/layouts/drizzle-journal.ts';
import type { ProjectRoot } from '../history/project-root.ts';
import { readHistory } from '../history/read.ts';
import type { Writing } from '../history/writing/draft.ts';
import { StrataError } from '../model/errors.ts';
import { isUnread } from '../model/finding.ts';
import type { History, Migration } from '../model/migration.ts';
import type { Schema } from '../model/schema.ts';
import type { ProjectSettings } from '../model/settings.ts';
import type { Squash } from '../model/squash.ts';
import type { Trace } from '../model/trace.ts';
import { writeFiles } from './files/write-files.ts';
import { notInBaseline } from './proof/baseline.ts';
import { maskedSecrets } from './proof/masked-secrets.ts';
import { readDatabase } from './rehearsal/ground.ts';
import { openHistory } from './rehearsal/open-history.ts';
import { rehearsePart } from './rehearsal/rehearse-part.ts';
import { shownPath } from './sources/find-projects.ts';
import { indexOfMigration } from './sources/index-of-migration.ts';
import { type ProjectOptions, readOneProject } from './sources/one-project.ts';
import { noteOnPrograms, refuseWithin } from './sources/programs.ts';
import { refuseUnread } from './sources/refuse-unread.ts';
import { asMigration, carryRows, proveBaseline } from './squash/baseline.ts';
import { squashedLedgerSql } from './squash/ledger.ts';
import { findNotCarried } from './squash/not-carried.ts';

export interface SquashOptions extends ProjectOptions {
  /** The last migration that goes into the baseline. */
  readonly until: string;
  /** What the baseline is to be called. */
  readonly name: string;
  /** Write the baseline and remove what it stands for. */
  readonly write: boolean;
  readonly now: Date;
}

/** Makes one baseline of many migrations, and proves that the history makes the same schema as before. */
export async function squash(options: SquashOptions): Promise<Squash> {
  const { root, settings, history } = await readOneProject(options);
  refuseUnread(history, options.cwd);
  refuseLayout(history);
  const last = indexOfMigration(history, options.until);
  const old = history.migrations.slice(0, last + 1);
  refuseWithin(history, last);
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
  const goal = await withSecrets(await before.schema(), { ...history, migrations: old }, settings);
  const { lay, proof, removed: books } = await proveBaseline(history, old, goal, settings, options);
  const rest = history.migrations.slice(last + 1);
  const { writing, carried, extensions, note } = await carryRows({ history, old, rest, settings }, lay);
  const baseline = asMigration(writing);
  const squashed: History = { ...history, migrations: [baseline, ...rest] };
  const removed = [...new Set([...old.flatMap((one) => filesOf(history, one)), ...books])].sort();
  if (options.write) await replaceFiles(root, squashed, writing, removed, settings);
  return {
    dir: shownPath(root.dir, options.cwd),
    folder: history.folder,
    squashed: old.map(({ name }) => name),
    baseline: baseline.name,
    files: writing.files,
    removed,
    proof,
    carried,
    notCarried: findNotCarried(old, before.trace, extensions),
    ledgerSql: squashedLedgerSql(history, old, baseline),
    isWritten: options.write,
    notes: [
      ...writing.notes,
      ...(note === undefined ? [] : [note]),
      ...(history.runner === 'plain' && (history.ledgerTable ?? history.usualLedgerTable) === undefined
        ? [
            "The SQL for ledgers is for Strata's own. Where golang-migrate or another runner keeps it, name its table as `ledger` in strata.config",
          ]
        : []),
      ...notInBaseline(goal),
      ...noteOnPrograms(history.programs ?? [], 'what it makes was not compared'),
    ],
  };
}

/** Its texts, and all files of its folder where it has one to itself: what stays there is a migration without SQL to its runner. */
function filesOf({ dir, folder }: History, { name, up, down }: Migration): readonly string[] {
  const texts = [up.file, ...(down === undefined ? [] : [down.file])];
  const own = path.posix.join(folder, name);
  if (path.posix.dirname(up.file) !== own) return texts;
  const beside = readdirSync(path.join(dir, own), { withFileTypes: true }).filter((one) => one.isFile());
  return [...texts, ...beside.map((one) => path.posix.join(own, one.name))];
}

/** The Schema with the passwords that the migrations hold: a rehearsal keeps none. */
async function withSecrets(schema: Schema, history: History, settings: ProjectSettings): Promise<Schema> {
  if (maskedSecrets(schema).length === 0) return schema;
  await using engine = await openHistory(history, settings);
  return await readDatabase(engine.main, { settings, secrets: 'kept' });
}

/** Throws for drizzle-kit's folders since 1.0: the form of their snapshots is not known. */
function refuseLayout(history: History): void {
  if (history.runner !== 'drizzle' || hasJournal(history)) return;
  throw new StrataError(
    'usage',
    `${history.folder} is of drizzle-kit 1.0, which keeps a snapshot beside each migration`,
    {
      hint: 'Strata squashes folders with meta/_journal.json. Squash this one with drizzle-kit, and prove the result: strata diff --from OLD --to NEW',
    },
  );
}

function refuseFailing({ migrations }: Trace): void {
  const failed = migrations.find(({ outcome }) => outcome === 'failed');
  if (failed === undefined) return;
  throw new StrataError('project', `${failed.migration} does not replay`, {
    hint: 'strata check explains why. What cannot be replayed cannot be squashed.',
  });
}

/** Replaces the squashed migrations by the baseline. Where anything fails, every file is put back. */
async function replaceFiles(
  root: ProjectRoot,
  wanted: History,
  writing: Writing,
  removed: readonly string[],
  settings: ProjectSettings,
): Promise<void> {
  const confirm = async () => {
    const { migrations, findings } = await readHistory(root, settings.overrides);
    const unread = findings.find(isUnread);
    if (unread !== undefined) throw notAsProven(unread.message);
    const isSame =
      migrations.length === wanted.migrations.length &&
      migrations.every(
        ({ name, up }, i) => name === wanted.migrations[i]?.name && up.text === wanted.migrations[i]?.up.text,
      );
    if (!isSame)
      throw notAsProven(`the history was read back as ${migrations.map(({ name }) => name).join(', ')}`);
  };
  await writeFiles(root.dir, writing.files, confirm, { removed });
}

function notAsProven(message: string): StrataError {
  return new StrataError('unproven', message, { hint: 'Every file is as it was before.' });
}
