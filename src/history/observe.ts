import type { Finding } from '../model/finding.ts';
import { groupBy } from '../model/group-by.ts';
import type { Migration } from '../model/migration.ts';
import { shellWord } from '../model/shell-word.ts';
import { type MigrationFolder, pathIn } from './migration-folder.ts';
import { versionValue } from './script-name.ts';
import { isEmptySql, type SqlFile } from './sql-file.ts';

/** How many names a finding about many files lists before it counts the rest. */
const shown = 12;

/** Names as notes, a line each; the rest is counted. */
export function listNames(names: readonly string[]): readonly string[] {
  if (names.length <= shown) return names;
  return [...names.slice(0, shown), `and ${names.length - shown} more`];
}

/** What is wrong with the files themselves: not readable, encoding, byte-order marks, line ends. */
export function observeFiles(files: readonly SqlFile[]): readonly Finding[] {
  const findings = files.flatMap((file) => file.findings);
  const crlf = files.filter((file) => file.lineEnds === 'crlf');
  if (crlf.length > 0) {
    findings.push({
      rule: 'crlf',
      severity: 'info',
      message:
        crlf.length === 1
          ? `${crlf[0]!.file} has Windows line ends (CRLF)`
          : `${crlf.length} of ${files.length} migrations have Windows line ends (CRLF)`,
      notes: [
        'They change the hash of a migration from machine to machine and end up in function bodies and texts.',
        ...listNames(crlf.map((file) => file.file)),
      ],
      hint: [
        'Add this line to .gitattributes, then `git add --renormalize .`:',
        { code: '*.sql text eol=lf' },
      ],
      where: { file: crlf[0]!.file, line: 1, column: 1 },
    });
  }
  for (const file of files) {
    if (file.lineEnds !== 'mixed') continue;
    findings.push({
      rule: 'mixed-line-ends',
      severity: 'info',
      message: `${file.file} mixes Windows (CRLF) and Unix (LF) line ends`,
      notes: [],
      hint: ['Make them one:', { code: `sed -i 's/\\r$//' ${shellWord(file.file)}` }],
      where: { file: file.file, line: 1, column: 1 },
      migration: file.migration,
    });
  }
  return findings;
}

/** Migrations whose up part holds no statement. `files` tells which of them could not be read at all. */
export function observeEmpty(
  migrations: readonly Migration[],
  files: readonly SqlFile[],
): readonly Finding[] {
  const unread = new Set(files.filter((file) => !file.isReadable).map((file) => file.migration));
  return migrations.flatMap((migration): Finding[] => {
    const { up, name } = migration;
    if (unread.has(name) || !isEmptySql(up.text)) return [];
    const isBare = up.text.trim() === '';
    return [
      {
        rule: 'empty-migration',
        // A comment shows that the file is empty on purpose; without one it is usually unfinished or truncated.
        severity: isBare ? 'warning' : 'info',
        message: isBare ? `${up.file} is empty` : `${up.file} holds only comments`,
        notes: [],
        hint: isBare
          ? 'Write its SQL; if it was applied as it is, leave it and say so in a comment: -- intentionally empty'
          : 'Nothing to do if that is meant.',
        where: { file: up.file, line: up.firstLine, column: 1 },
        migration: name,
      },
    ];
  });
}

/** Files beside the migrations that look as if they were meant to run, and do not. */
export function ignoredFiles(
  folder: string,
  files: readonly string[],
  reason: string,
  hint: string,
  severity: Finding['severity'] = 'info',
): readonly Finding[] {
  if (files.length === 0) return [];
  const what = files.length === 1 ? `${files[0]} is` : `${files.length} files of ${folder} are`;
  return [
    {
      rule: 'ignored-file',
      severity,
      message: `${what} not part of the history: ${reason}`,
      notes: files.length === 1 ? [] : listNames(files),
      hint,
      where: { file: files[0]!, line: 1, column: 1 },
    },
  ];
}

/** Files that their runner refuses for the line that marks the way up: it is missing, or stands below statements. */
export function misplacedUps(
  files: readonly SqlFile[],
  mark: RegExp,
  runner: string,
  line: string,
): readonly Finding[] {
  return files.flatMap(({ file, migration, text, isReadable }): Finding[] => {
    const up = mark.exec(text);
    if (!isReadable || (up !== null && isEmptySql(text.slice(0, up.index)))) return [];
    const isMissing = up === null;
    return [
      {
        rule: isMissing ? 'missing-up-section' : 'sql-above-up-section',
        severity: 'error',
        message: `${file} has ${isMissing ? 'no' : 'SQL above its'} \`${line}\` line: ${runner} refuses it`,
        notes: [],
        hint: isMissing
          ? ['Put this line above its first statement:', { code: line }]
          : 'What belongs to the way up stands below that line, and the way down behind it.',
        where: { file, line: 1, column: 1 },
        migration,
      },
    ];
  });
}

/** Versions that more than one migration carries. `consequence` says what the runner does about it. */
export function duplicateVersions(
  migrations: readonly Migration[],
  versionOf: (migration: Migration) => string | null,
  consequence: { readonly severity: Finding['severity']; readonly note: string },
): readonly Finding[] {
  return [...groupBy(migrations, versionOf)].flatMap(([version, same]): Finding[] => {
    const last = same.at(-1)!;
    if (version === null || same.length < 2) return [];
    return [
      {
        rule: 'duplicate-version',
        severity: consequence.severity,
        message: `${same.length} migrations have the version ${version}: ${same.map((one) => one.name).join(', ')}`,
        notes: [consequence.note],
        hint: `Give ${last.name} a version of its own, later than every migration it relies on, before it is applied anywhere.`,
        where: { file: last.up.file, line: 1, column: 1 },
        migration: last.name,
      },
    ];
  });
}

/**
 * Migrations that do not run in the order of their numbers, because the runner compares names as text: `10_b` before `2_a`.
 * `migrations` are in the order in which they run.
 */
export function textOrder(migrations: readonly Migration[], runner: string): readonly Finding[] {
  const numbered = migrations.flatMap((migration) => {
    const digits = /^\d+/.exec(migration.name)?.[0];
    return digits === undefined ? [] : [{ migration, number: versionValue(digits) }];
  });
  const notes: string[] = [];
  let first: Migration | undefined;
  for (const [index, { migration, number }] of numbered.entries()) {
    const before = numbered[index - 1];
    if (before === undefined || before.number <= number) continue;
    first ??= migration;
    notes.push(`${before.migration.name} runs before ${migration.name}`);
  }
  if (first === undefined) return [];
  return [
    {
      rule: 'out-of-order-name',
      severity: 'warning',
      message: `${runner} compares names as text, so migrations do not run in the order of their numbers`,
      notes: listNames(notes),
      hint: 'Give all versions the same number of digits (YYYYMMDDHHMMSS), before they are applied anywhere.',
      where: { file: first.up.file, line: 1, column: 1 },
      migration: first.name,
    },
  ];
}

/** Tests of migrations, and declarations of types. */
const noProgram = /(?:\.(?:d|test|spec)\.\w+|_test\.go)$/;

/** The files of migrations written in a programming language, which Strata does not run. */
export function programsIn(folder: MigrationFolder, pattern: RegExp): readonly string[] {
  return folder.entries
    .filter(({ kind, name }) => kind === 'file' && pattern.test(name) && !noProgram.test(name))
    .map((entry) => pathIn(folder, entry.name));
}

/** One finding for all files that hold code in place of SQL; none where there are none. */
export function notSql(folder: MigrationFolder, names: readonly string[]): readonly Finding[] {
  if (names.length === 0) return [];
  return [
    {
      rule: 'code-migration',
      severity: 'warning',
      message: `${names.length === 1 ? `${names[0]} is` : `${names.length} migrations of ${folder.folder} are`} not SQL and not rehearsed`,
      notes: names.length === 1 ? [] : listNames(names),
      hint: 'What it does to the schema is unknown here: later migrations that rely on it will be reported as failing.',
      where: { file: names[0]!, line: 1, column: 1 },
    },
  ];
}
