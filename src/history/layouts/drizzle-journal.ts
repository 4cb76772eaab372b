import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { StrataError } from '../../model/errors.ts';
import type { FileToWrite, History, Migration } from '../../model/migration.ts';
import { isEmptySql } from '../sql-file.ts';
import type { Writing } from '../writing/draft.ts';

/** drizzle-kit's journal and snapshots after a squash: one migration in the place of several. */
export interface SquashedJournal {
  /** The journal, and the snapshot that stays. */
  readonly files: readonly FileToWrite[];
  /** Snapshots that go. */
  readonly removed: readonly string[];
  /** The time by which databases know the baseline: that of the last migration that it replaces. */
  readonly when: number | undefined;
}

interface Entry {
  readonly tag: string;
  readonly when: number;
}

/** As drizzle-kit writes where nothing came before. */
const origin = '00000000-0000-0000-0000-000000000000';

/**
 * The journal of drizzle-kit (before 1.0) with `baseline` in the place of `old`. The baseline gets the time of the last
 * replaced migration, so that databases which have that one skip the baseline. Snapshots tell the TypeScript schema after a
 * migration: the last one of `old` is also right for the baseline, and is kept.
 */
export function squashJournal(
  { dir, folder }: Pick<History, 'dir' | 'folder'>,
  old: readonly Migration[],
  baseline: string,
): SquashedJournal {
  const file = path.posix.join(folder, 'meta/_journal.json');
  const text = readFileSync(path.join(dir, file), 'utf8').replace(/^\ufeff/, '');
  const journal = JSON.parse(text) as { readonly entries: readonly Entry[] };
  const names = new Set(old.map(({ name }) => name));
  const gone = journal.entries.filter(({ tag }) => names.has(tag));
  const when = gone.length === 0 ? undefined : Math.max(...gone.map((entry) => entry.when));
  const last = gone.at(-1);
  const entries = journal.entries.flatMap((entry) => {
    if (!names.has(entry.tag)) return [entry];
    return entry === last ? [{ ...entry, when, tag: baseline }] : [];
  });
  const [stays, ...goes] = snapshotsOf({ dir, folder }, gone).toReversed();
  return {
    files: [
      update(file, text, { ...journal, entries }),
      ...(stays === undefined ? [] : [withoutPrevious(dir, stays)]),
    ],
    removed: goes,
    when,
  };
}

/** Whether drizzle-kit keeps a journal there; since 1.0 it keeps a snapshot in each migration's folder instead. */
export function hasJournal({ dir, folder }: Pick<History, 'dir' | 'folder'>): boolean {
  return existsSync(path.join(dir, folder, 'meta/_journal.json'));
}

/** In the order of their migrations; a migration that was written by hand has none. */
function snapshotsOf(
  { dir, folder }: Pick<History, 'dir' | 'folder'>,
  entries: readonly Entry[],
): readonly string[] {
  const present = new Set(readdirSync(path.join(dir, folder, 'meta')));
  return entries
    .map(({ tag }) => `${tag.split('_')[0]}_snapshot.json`)
    .filter((name) => present.has(name))
    .map((name) => path.posix.join(folder, 'meta', name));
}

function withoutPrevious(dir: string, file: string): FileToWrite {
  const text = readFileSync(path.join(dir, file), 'utf8');
  const snapshot: unknown = JSON.parse(text);
  if (typeof snapshot !== 'object' || snapshot === null || !('prevId' in snapshot)) {
    throw new StrataError('project', `${file} is not a snapshot of drizzle-kit's`, {
      hint: 'Restore it from version control.',
    });
  }
  return update(file, text, { ...snapshot, prevId: origin });
}

/** Written as it was: drizzle-kit indents by two spaces, formatters by others. */
function update(file: string, was: string, value: unknown): FileToWrite {
  const text = JSON.stringify(value, null, /^([ \t]+)"/m.exec(was)?.[1] ?? 2);
  return { file, text: was.endsWith('\n') ? `${text}\n` : text, isUpdate: true };
}

/**
 * The migration that `drizzle-kit pull` writes: SQL that is commented out, with a snapshot and a TypeScript schema of the
 * database. Undefined where the folder holds anything else.
 */
export function pulledMigration(history: History): Migration | undefined {
  const [first, ...others] = history.migrations;
  const isPulled = first !== undefined && others.length === 0 && isEmptySql(first.up.text);
  return history.runner === 'drizzle' && hasJournal(history) && isPulled ? first : undefined;
}

/** Writes a new migration into the file of the pulled one, whose journal entry and snapshot stay. */
export function writeIntoPulled({ migrations }: Writing, pulled: Migration): Writing {
  const [one, ...others] = migrations;
  if (one === undefined || others.length > 0) {
    throw new StrataError('unproven', `the baseline would be ${migrations.length} migrations`, {
      hint: 'drizzle-kit pull leaves one, and Drizzle runs all that is pending in one transaction.',
    });
  }
  const { file } = pulled.up;
  const up = { ...one.up, file };
  const down = one.down && { ...one.down, file: file.replace(/\.sql$/, '.down.sql') };
  return {
    files: [
      { file, text: up.text, isUpdate: true },
      ...(down === undefined ? [] : [{ file: down.file, text: down.text, isUpdate: false }]),
    ],
    migrations: [{ ...pulled, up, ...(down === undefined ? {} : { down }) }],
    notes: ["drizzle-kit's snapshot and TypeScript schema are those that it pulled"],
  };
}
