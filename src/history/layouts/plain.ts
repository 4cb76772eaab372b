import path from 'node:path';
import type { Finding } from '../../model/finding.ts';
import type { Migration, SqlText, Transaction } from '../../model/migration.ts';
import { foreignFiles, withoutDialect } from '../detect/dialect.ts';
import { type Entry, type MigrationFolder, openChild, pathIn, type Reading } from '../migration-folder.ts';
import {
  duplicateVersions,
  ignoredFiles,
  notSql,
  observeEmpty,
  observeFiles,
  programsIn,
} from '../observe.ts';
import {
  compareNumbered,
  isByNameNoMigration,
  isNumbered,
  leadingVersion,
  parseNames,
  type ScriptName,
} from '../script-name.ts';
import { isEmptySql, partOf, readSqlFiles, type SqlFile, wholeText } from '../sql-file.ts';
import { readableTexts } from '../whole-files.ts';
import { checkpointOf } from './checkpoint.ts';
import { ownChangesets } from './liquibase.ts';
import { manifestRanks } from './manifest.ts';
import { ledgerOf, type OwnRunner, runnerBeside } from './own-runner.ts';
import { findSections } from './sections.ts';
import { ternPlaceholders } from './tern.ts';

/**
 * Reads a folder of ordered SQL that no known runner marked: `001_x.sql`, `x.up.sql` with `x.down.sql`, `x_up.sql`
 * with `x_down.sql`, files that hold both ways, folders `1.0/` of such files. Where most names carry a number, those without one are left out.
 */
export async function readPlain(folder: MigrationFolder): Promise<Reading> {
  const names = sqlNames(folder);
  const foreign = foreignFiles(names);
  const own = names.filter((name) => !foreign.has(name));
  const scripts = folder.isNamed ? namedScripts(own) : chooseScripts(own);
  const rankOf = manifestRanks(folder, names);
  const isBeside = (a: ScriptName, b: ScriptName) => path.dirname(a.name) === path.dirname(b.name);
  const ups = scripts
    .filter((script) => script.direction === 'up')
    .sort((a, b) => (isBeside(a, b) && rankOf(a.name) - rankOf(b.name)) || compareNumbered(a.stem, b.stem));
  const stems = new Set(ups.map((script) => script.stem));
  const downs = scripts.filter((script) => script.direction === 'down');
  const paired = downs.filter((script) => stems.has(script.stem));
  const toSource = (script: ScriptName) => ({ file: pathIn(folder, script.name), migration: script.stem });
  const read = await readSqlFiles(folder.dir, ups.map(toSource));
  const files = read.map((file) => ({ ...file, text: ownChangesets(file.text) }));
  const downFiles = await readSqlFiles(folder.dir, paired.map(toSource));
  const downOf = readableTexts(downFiles);
  const ownRunner = runnerBeside(folder.dir);
  const checkpoint = checkpointOf(files);
  const isRun = (_: unknown, index: number) => checkpoint?.covers.has(index) !== true;
  const migrations = ups
    .map((script, index) => toMigration(script, files[index]!, downOf.get(script.stem), ownRunner))
    .filter(isRun);
  const programs = folder.isNamed ? [] : programsAround(folder, names, ups);
  const known = new Set([...foreign.keys(), ...scripts.map(({ name }) => name)]);
  return {
    migrations,
    programs,
    ...ledgerOf(folder.dir, files),
    fill: ownChangesets,
    placeholders: ternPlaceholders([path.join(folder.dir, folder.folder), folder.dir]),
    findings: [
      ...observeFiles([...files, ...downFiles]),
      ...observeEmpty(migrations, files.filter(isRun)),
      ...ignoredFiles(
        folder.folder,
        files.filter((_, index) => !isRun(_, index)).map(({ file }) => file),
        `the checkpoint ${ups[checkpoint?.at ?? 0]?.stem} stands for them on an empty database`,
        'Databases that already have some of them still run the others; those are not rehearsed.',
      ),
      ...notSql(folder, programs),
      ...duplicateVersions(migrations, ({ name }) => (name.includes('/') ? null : leadingVersion(name)), {
        severity: 'warning',
        note: 'They run in the order of the rest of their names; most runners refuse the second one.',
      }),
      ...unreadFiles(folder, {
        unlike: names.filter((name) => !known.has(name)),
        foreign,
        lone: downs.filter((script) => !stems.has(script.stem)).map(({ name }) => name),
      }),
    ],
  };
}

/** Names of files that make no migration. */
interface Unread {
  /** Those without a number, among others that have one. */
  readonly unlike: readonly string[];
  /** Those that belong to something else, with the reason why they do. */
  readonly foreign: ReadonlyMap<string, string>;
  /** Downs without an up. */
  readonly lone: readonly string[];
}

function unreadFiles(folder: MigrationFolder, { unlike, foreign, lone }: Unread): readonly Finding[] {
  const ignored = (names: readonly string[], reason: string, mend: string) =>
    ignoredFiles(
      folder.folder,
      names.map((name) => pathIn(folder, name)),
      reason,
      mend,
    );
  const reasons = [...new Set(foreign.values())];
  return [
    ...ignored(
      unlike,
      'its name is not like those of the others',
      'To run it, give it a number like the others.',
    ),
    ...reasons.flatMap((reason) => {
      const names = [...foreign].filter(([, own]) => own === reason).map(([name]) => name);
      return ignored(names, reason, 'Nothing to do if that is so; else give it another name.');
    }),
    ...ignored(lone, 'it is a down without its up', 'Restore its up from version control, or delete it.'),
  ];
}

/**
 * Programs in the folder, in the folders that its files lie in, and, of db-migrate, those above `sqls/`. One that bears the name of
 * a migration loads its SQL.
 */
function programsAround(
  folder: MigrationFolder,
  names: readonly string[],
  ups: readonly ScriptName[],
): readonly string[] {
  const children = new Set(names.map((name) => path.posix.dirname(name)).filter((child) => child !== '.'));
  const above = path.basename(path.resolve(folder.dir, folder.folder)) === 'sqls' ? ['..'] : [];
  const others = [...children, ...above].flatMap((name) => openChild(folder, name) ?? []);
  const loaded = new Set(ups.map(({ stem }) => stem.replace(/-up$/, '')));
  return [folder, ...others]
    .flatMap((own) => programsIn(own, /^\d+.*\.(?:[cm]?[jt]s|py|go|rb)$/))
    .filter((file) => {
      const { dir, name } = path.posix.parse(path.posix.relative(folder.folder, file));
      return !loaded.has(dir === '..' ? name : path.posix.join(dir, name));
    });
}

/** Its files of SQL; where it has none but perhaps the whole schema, those of the numbered folders in it. */
function sqlNames(folder: MigrationFolder): readonly string[] {
  const isSql = ({ name }: Entry) => /\.sql$/i.test(withoutDialect(name));
  const names = folder.entries.filter(isSql).map(({ name }) => name);
  if (folder.isNamed || !names.every(isByNameNoMigration)) return names;
  return folder.entries
    .filter(({ name, kind }) => kind === 'directory' && isNumbered(name))
    .flatMap(({ name: child }) =>
      (openChild(folder, child)?.entries ?? [])
        .filter((entry) => isSql(entry) && entry.name !== 'down.sql')
        .map(({ name }) => `${child}/${name}`),
    );
}

/** All scripts but `schema.sql` and its like; where most names are numbered, only those. */
function chooseScripts(names: readonly string[]): readonly ScriptName[] {
  const scripts = parseNames(names.filter((name) => !isByNameNoMigration(name)));
  const numbered = scripts.filter((script) => isNumbered(script.stem));
  return numbered.length * 2 < scripts.length ? scripts : numbered;
}

/** Scripts that the user named: a down whose up is not among them is SQL to be read like any other. */
function namedScripts(names: readonly string[]): readonly ScriptName[] {
  const scripts = parseNames(names);
  const ups = new Set(scripts.filter(({ direction }) => direction === 'up').map(({ stem }) => stem));
  return scripts.map((script) =>
    ups.has(script.stem) ? script : { ...script, stem: script.name.replace(/\.sql$/i, ''), direction: 'up' },
  );
}

function toMigration(
  script: ScriptName,
  file: SqlFile,
  down: SqlText | undefined,
  ownRunner: OwnRunner | undefined,
): Migration {
  const { text, hash } = file;
  const name = script.stem;
  const sections = script.isMarked ? undefined : findSections(text);
  // A runner that is known knows no marks but its own: what merely looks like one is a comment, and the whole file runs.
  if (sections !== undefined && (ownRunner === undefined || sections.runner === ownRunner)) {
    const { isTransactional } = sections;
    const own =
      sections.down === undefined ? undefined : partOf(file, sections.down.start, sections.down.end);
    // Where no runner is known, a down in comments is a note for people.
    const isNote = isTransactional === undefined && own !== undefined && isEmptySql(own.text);
    return {
      name,
      up: partOf(file, sections.up.start, sections.up.end),
      ...(own === undefined || isNote ? {} : { down: own }),
      transaction: isTransactional === undefined ? 'auto' : isTransactional ? 'block' : 'autocommit',
      hash,
    };
  }
  return {
    name,
    up: wholeText(file),
    ...(down === undefined ? {} : { down }),
    transaction: transactionOf(script, text, ownRunner),
    hash,
  };
}

function transactionOf(script: ScriptName, text: string, ownRunner: OwnRunner | undefined): Transaction {
  // sqlx's first line for a migration outside of a transaction.
  if (text.startsWith('-- no-transaction')) return 'simple-query';
  if (ownRunner !== undefined || /\.tx\.up\.sql$/i.test(script.name)) return 'block';
  // golang-migrate, by far the most used runner of pairs, sends the file as one query without BEGIN.
  return script.isMarked ? 'simple-query' : 'auto';
}
