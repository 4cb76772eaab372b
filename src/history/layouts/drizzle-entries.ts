import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../model/finding.ts';
import { shellWord } from '../../model/shell-word.ts';
import { type MigrationFolder, pathIn } from '../migration-folder.ts';

/** One line of `meta/_journal.json`. */
interface JournalEntry {
  readonly tag: string;
  /** Milliseconds since 1970; the ledger's `created_at`. */
  readonly when: number;
}

interface Journal {
  readonly entries: readonly JournalEntry[];
  readonly findings: readonly Finding[];
}

/** Reads the journal; where none can be read, the names of the files replace it. */
export function readJournal(folder: MigrationFolder, names: readonly string[]): Journal {
  const file = pathIn(folder, 'meta/_journal.json');
  let text: string | null = null;
  try {
    text = readFileSync(path.join(folder.dir, file), 'utf8').replace(/^\ufeff/, '');
    return withoutRepeats(parseJournal(text), file);
  } catch (error) {
    const conflict = text?.split('\n').findIndex((line) => line.startsWith('<<<<<<< ')) ?? -1;
    const reason =
      text === null ? 'is missing' : conflict !== -1 ? 'holds a merge conflict' : 'is not a journal';
    return {
      entries: names
        .filter((name) => !name.endsWith('.down.sql'))
        .map((name, when) => ({ tag: name.replace(/\.sql$/, ''), when })),
      findings: [
        {
          rule: 'unreadable-journal',
          severity: 'error',
          message: `${file} ${reason}: drizzle applies nothing without it`,
          notes: [
            ...(text === null ? [] : [(error as Error).message]),
            'Strata rehearses the files in the order of their names instead.',
          ],
          hint:
            conflict === -1
              ? ['Restore it from version control:', { code: `git checkout -- ${shellWord(file)}` }]
              : 'Keep the entries of both sides, give each an idx and a `when` of its own, in rising order.',
          where: { file, line: Math.max(conflict, 0) + 1, column: 1 },
        },
      ],
    };
  }
}

function parseJournal(text: string): readonly JournalEntry[] {
  const journal: unknown = JSON.parse(text);
  const entries = (journal as { entries?: unknown } | null)?.entries;
  if (!Array.isArray(entries)) throw new Error('it has no list of entries');
  return entries.map((entry: unknown, index) => {
    const { tag, when } = (entry ?? {}) as { tag?: unknown; when?: unknown };
    if (typeof tag !== 'string' || typeof when !== 'number') {
      throw new Error(`entry ${index} has no tag or no time`);
    }
    return { tag, when };
  });
}

function withoutRepeats(entries: readonly JournalEntry[], file: string): Journal {
  const seen = new Set<string>();
  const kept = entries.filter(({ tag }) => !seen.has(tag) && seen.add(tag));
  const repeated = entries.filter((entry) => !kept.includes(entry));
  return {
    entries: kept,
    findings: repeated.map(({ tag }) => ({
      rule: 'journal-mismatch',
      severity: 'error',
      message: `${file} lists ${tag} more than once: drizzle runs it again`,
      notes: [],
      hint: 'Delete the second entry.',
      where: { file, line: 1, column: 1 },
      migration: tag,
    })),
  };
}

/** A file that the journal does not list. */
export function notInJournal(folder: MigrationFolder, name: string): Finding {
  const file = pathIn(folder, name);
  return {
    rule: 'journal-mismatch',
    severity: 'warning',
    message: `${file} is not in meta/_journal.json: drizzle never applies it`,
    notes: [],
    hint: 'Delete it, or take it in with `npx drizzle-kit generate --custom` and move its SQL to the new file.',
    where: { file, line: 1, column: 1 },
    migration: name.replace(/\.sql$/, ''),
  };
}

/**
 * drizzle compares each entry with the newest one in the database: an entry with an earlier `when` counts as applied and is
 * skipped.
 */
export function skippedEntries(
  folder: MigrationFolder,
  entries: readonly JournalEntry[],
): readonly Finding[] {
  const behind = new Map<JournalEntry, JournalEntry[]>();
  let newest: JournalEntry | undefined;
  for (const entry of entries) {
    if (newest === undefined || entry.when > newest.when) newest = entry;
    else behind.set(newest, [...(behind.get(newest) ?? []), entry]);
  }
  return [...behind].map(([before, skipped]) => skippedBehind(folder, before, skipped));
}

/** One finding for all entries that one entry with a later `when` hides. If it hides many, its own date is probably wrong. */
function skippedBehind(
  folder: MigrationFolder,
  before: JournalEntry,
  skipped: readonly JournalEntry[],
): Finding {
  const [first, second] = skipped as [JournalEntry, ...JournalEntry[]];
  const last = skipped.at(-1) ?? first;
  const what =
    second === undefined ? first.tag : `${skipped.length} migrations, ${first.tag} to ${last.tag},`;
  const dates =
    second === undefined
      ? `it ${instant(first.when)}`
      : `them ${instant(first.when)} to ${instant(last.when)}`;
  const mend =
    second === undefined ? 'it, set its "when"' : 'one of them, set the "when" of each, in their order,';
  return {
    rule: 'skipped-migration',
    severity: 'warning',
    message: `drizzle silently skips ${what} on every database that already has ${before.tag}`,
    notes: [`The journal dates ${dates}, not later than ${before.tag} (${instant(before.when)}).`],
    hint: `If such a database lacks ${mend} in ${pathIn(folder, 'meta/_journal.json')} to a number above ${before.when}.`,
    where: { file: pathIn(folder, `${first.tag}.sql`), line: 1, column: 1 },
    migration: first.tag,
  };
}

function instant(when: number): string {
  const date = new Date(when);
  return Number.isNaN(date.getTime()) ? String(when) : date.toISOString();
}
