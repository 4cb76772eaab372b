import type { Finding } from '../../model/finding.ts';
import { type Migration, usualTransaction } from '../../model/migration.ts';
import { shellWord } from '../../model/shell-word.ts';
import { indexLines, locate } from '../../sql/locate.ts';
import { nextToken } from '../../sql/scan.ts';
import { type MigrationFolder, namesIn, pathIn, type Reading } from '../migration-folder.ts';
import { ignoredFiles, observeEmpty, observeFiles } from '../observe.ts';
import { readSqlFiles, type SqlFile } from '../sql-file.ts';
import { migrationsOf } from '../whole-files.ts';
import { notInJournal, readJournal, skippedEntries } from './drizzle-entries.ts';

/**
 * Reads the folder that drizzle-kit writes: `meta/_journal.json` with `<tag>.sql` beside (before 1.0), or
 * `<time>_<name>/migration.sql` (since 1.0). `--> statement-breakpoint` stays in the text: it is a comment.
 */
export async function readDrizzle(folder: MigrationFolder): Promise<Reading> {
  const hasJournal = namesIn(folder, 'meta')?.has('_journal.json');
  const isOfFolders = childrenOf(folder).some(
    ({ names }) => names.has('migration.sql') || names.has('snapshot.json'),
  );
  const isOfFiles = looseFiles(folder).length > 0 && !isOfFolders;
  return hasJournal || isOfFiles ? readJournaled(folder) : readFolders(folder);
}

async function readJournaled(folder: MigrationFolder): Promise<Reading> {
  const names = folder.entries.map((entry) => entry.name).filter(isSql);
  const journal = readJournal(folder, names);
  const tags = new Set(journal.entries.map((entry) => entry.tag));
  const present = journal.entries.filter((entry) => names.includes(`${entry.tag}.sql`));
  const files = await readSqlFiles(
    folder.dir,
    present.map(({ tag }) => ({ file: pathIn(folder, `${tag}.sql`), migration: tag })),
  );
  const downs = await readSqlFiles(
    folder.dir,
    present
      .filter(({ tag }) => names.includes(`${tag}.down.sql`))
      .map(({ tag }) => ({ file: pathIn(folder, `${tag}.down.sql`), migration: tag })),
  );
  const whenOf = new Map(journal.entries.map(({ tag, when }) => [tag, when]));
  const migrations = migrationsOf(files, downs, (tag) => ownOf(whenOf.get(tag)));
  const stray = names.filter((name) => !tags.has(name.replace(/(\.down)?\.sql$/, '')));
  return {
    migrations,
    findings: [
      ...journal.findings,
      ...journal.entries.filter((entry) => !present.includes(entry)).map(({ tag }) => noFile(folder, tag)),
      ...(journal.entries.length === 0 ? [] : stray.map((name) => notInJournal(folder, name))),
      ...skippedEntries(folder, present),
      ...files.flatMap(cutInside),
      ...observeFiles([...files, ...downs]),
      ...observeEmpty(migrations, files),
    ],
  };
}

async function readFolders(folder: MigrationFolder): Promise<Reading> {
  const children = childrenOf(folder);
  const present = children.filter((child) => child.names.has('migration.sql'));
  const files = await readSqlFiles(
    folder.dir,
    present.map(({ name }) => ({ file: pathIn(folder, name, 'migration.sql'), migration: name })),
  );
  const downs = await readSqlFiles(
    folder.dir,
    present
      .filter((child) => child.names.has('down.sql'))
      .map(({ name }) => ({ file: pathIn(folder, name, 'down.sql'), migration: name })),
  );
  const migrations = migrationsOf(files, downs, (name) => ownOf(folderTime(name)));
  return {
    migrations,
    findings: [
      ...children
        .filter((child) => !child.names.has('migration.sql') && child.names.has('snapshot.json'))
        .map(({ name }) => noFile(folder, `${name}/migration`)),
      ...children
        .filter((child) => child.names.has('migration.sql') && !/^\d{14}/.test(child.name))
        .map(({ name }) => untimed(folder, name)),
      ...files.flatMap(cutInside),
      ...observeFiles([...files, ...downs]),
      ...observeEmpty(migrations, files),
      ...ignoredFiles(
        folder.folder,
        looseFiles(folder).map((name) => pathIn(folder, name)),
        'drizzle reads only <time>_<name>/migration.sql',
        'To run it, take it in with `npx drizzle-kit generate --custom` and move its SQL to the new file.',
      ),
    ],
  };
}

/** The folders of a folder with the names in each, in the order in which the runner takes them. */
function childrenOf(folder: MigrationFolder) {
  return folder.entries
    .filter((entry) => entry.kind === 'directory' && entry.name !== 'meta')
    .map(({ name }) => ({ name, names: namesIn(folder, name) ?? new Set<string>() }))
    .sort((a, b) => compareFolders(a.name, b.name));
}

function looseFiles(folder: MigrationFolder): readonly string[] {
  return folder.entries
    .filter(({ name, kind }) => kind !== 'directory' && isSql(name))
    .map(({ name }) => name);
}

/** The runner sorts by locale, so `_` comes before digits and case does not separate names. */
export function compareFolders(a: string, b: string): number {
  return a.localeCompare(b);
}

/** How Drizzle runs a migration, and the time by which its ledger knows it. */
function ownOf(when: number | undefined): Pick<Migration, 'transaction' | 'ledgerMark'> {
  return { transaction: usualTransaction.drizzle, ...(when === undefined ? {} : { ledgerMark: when }) };
}

/** The time that begins a folder's name, in UTC. */
function folderTime(name: string): number | undefined {
  const [, year, ...rest] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(name)?.map(Number) ?? [];
  if (year === undefined) return undefined;
  const [month, day, hour, minute, second] = rest as [number, number, number, number, number];
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function noFile(folder: MigrationFolder, tag: string): Finding {
  const file = pathIn(folder, `${tag}.sql`);
  return {
    rule: 'missing-migration-file',
    severity: 'error',
    message: `drizzle expects ${tag}, but there is no ${file}`,
    notes: ['drizzle stops before it applies anything.'],
    hint: [
      'Restore it:',
      { code: `git checkout -- ${shellWord(file)}` },
      'or take its entry out of the journal if it was never applied.',
    ],
    where: { file, line: 1, column: 1 },
    migration: tag,
  };
}

const breakpoint = '--> statement-breakpoint';

/**
 * drizzle splits a file at its marker wherever that stands; inside a comment, as `drizzle-kit pull` writes one, neither half is
 * valid SQL.
 */
function cutInside(file: SqlFile): readonly Finding[] {
  const { text } = file;
  if (!text.includes(breakpoint)) return [];
  for (let token = nextToken(text, 0); token !== undefined; token = nextToken(text, token.end)) {
    const at = text.slice(token.start, token.end).indexOf(breakpoint);
    // A name that goes over a marker is none: a quote before it is not closed, and the rehearsal says which.
    if (at === -1 || text.startsWith('--', token.start) || token.kind === 'quoted') continue;
    const what = text.startsWith('/*', token.start) ? 'a comment' : 'a text';
    const { line, column } = locate(indexLines(text), token.start + at);
    return [
      {
        rule: 'cut-inside',
        severity: 'error',
        message: `drizzle cuts ${file.file} in the middle of ${what}: it sends both halves, and the server refuses them`,
        notes: ['It cuts wherever `--> statement-breakpoint` stands; the rehearsal did not.'],
        hint:
          what === 'a comment'
            ? [
                'Take the comment away for the SQL that is to run, or empty the file where nothing is.',
                'A database that has it all and no ledger: strata adopt --live URL',
              ]
            : 'Take the line out.',
        where: { file: file.file, line, column },
        migration: file.migration,
      },
    ];
  }
  return [];
}

function untimed(folder: MigrationFolder, name: string): Finding {
  return {
    rule: 'out-of-order-name',
    severity: 'warning',
    message: `${name} does not begin with fourteen digits, so drizzle cannot tell when it was made`,
    notes: [],
    hint: 'If it was not applied anywhere yet, rename its directory: YYYYMMDDHHMMSS_<name>.',
    where: { file: pathIn(folder, name, 'migration.sql'), line: 1, column: 1 },
    migration: name,
  };
}

function isSql(name: string): boolean {
  return /\.sql$/i.test(name);
}
