import type { Finding } from '../../model/finding.ts';
import type { Migration } from '../../model/migration.ts';
import { compareBytes, type MigrationFolder, pathIn, type Reading } from '../migration-folder.ts';
import {
  duplicateVersions,
  ignoredFiles,
  misplacedUps,
  notSql,
  observeEmpty,
  observeFiles,
  programsIn,
} from '../observe.ts';
import { partsBelow, readSqlFiles, type SqlFile, wholeText } from '../sql-file.ts';

const pattern = /^\d+_.*\.sql$/;
const upMark = /^--\s*\+goose\s+up\s*?$/im;
const downMark = /^--\s*\+goose\s+down\s*?$/im;
const noTransaction = /^--\s*\+goose\s+no\s+transaction\s*?$/im;
const substitution = /^--\s*\+goose\s+envsub\s+on\s*?$/im;

/** Whether a text carries goose's markers. */
export function isGoose(text: string): boolean {
  return upMark.test(text);
}

/**
 * Reads `<number>_<name>.sql` with `-- +goose Up` and `-- +goose Down` (goose), in the order of the numbers.
 * `StatementBegin` and `StatementEnd` stay in the text: they are comments, and PostgreSQL splits without them.
 */
export async function readGoose(folder: MigrationFolder): Promise<Reading> {
  const names = folder.entries.map((entry) => entry.name).filter((name) => /\.sql$/i.test(name));
  const matching = names.filter((name) => pattern.test(name)).sort(compareNumbers);
  const files = await readSqlFiles(
    folder.dir,
    matching.map((name) => ({ file: pathIn(folder, name), migration: name.replace(/\.sql$/, '') })),
  );
  const migrations = files.map(toMigration);
  const programs = programsIn(folder, /^\d+_.*\.go$/);
  return {
    migrations,
    programs,
    findings: [
      ...misplacedUps(files, upMark, 'goose', '-- +goose Up'),
      ...files.filter((file) => substitution.test(file.text)).map(substitutes),
      ...observeFiles(files),
      ...observeEmpty(migrations, files),
      ...notSql(folder, programs),
      ...duplicateVersions(migrations, ({ name }) => String(numberOf(name)), {
        severity: 'error',
        note: 'goose refuses the whole folder when two files carry one version.',
      }),
      ...ignoredFiles(
        folder.folder,
        names.filter((name) => !pattern.test(name)).map((name) => pathIn(folder, name)),
        'goose reads only <number>_<name>.sql',
        'To run it, rename it: <YYYYMMDDHHMMSS>_<name>.sql',
      ),
    ],
  };
}

function numberOf(name: string): bigint {
  return BigInt(/^\d+/.exec(name)?.[0] ?? '0');
}

/** Compares names by the numbers that begin them. */
export function compareNumbers(a: string, b: string): number {
  const [first, second] = [numberOf(a), numberOf(b)];
  return first < second ? -1 : first > second ? 1 : compareBytes(a, b);
}

function toMigration(file: SqlFile): Migration {
  const { text, migration: name, hash } = file;
  const transaction = noTransaction.test(text) ? 'autocommit' : 'block';
  const up = upMark.exec(text);
  if (up === null) return { name, up: wholeText(file), transaction, hash };
  return { name, ...partsBelow(file, up, downMark.exec(text)), transaction, hash };
}

function substitutes(file: SqlFile): Finding {
  return {
    rule: 'unknown-placeholder',
    severity: 'warning',
    message: `${file.file} takes values from the environment (ENVSUB), which Strata does not fill in`,
    notes: [],
    hint: 'Where a statement fails on a dollar sign with braces, that is the reason.',
    where: { file: file.file, line: 1, column: 1 },
    migration: file.migration,
  };
}
