import type { Migration, Transaction } from '../../model/migration.ts';
import { type MigrationFolder, pathIn, type Reading } from '../migration-folder.ts';
import {
  duplicateVersions,
  ignoredFiles,
  misplacedUps,
  observeEmpty,
  observeFiles,
  textOrder,
} from '../observe.ts';
import { partsBelow, readSqlFiles, type SqlFile, wholeText } from '../sql-file.ts';

const pattern = /^\d+.*\.sql$/;
const upMark = /^--\s*migrate:up(?:[ \t]+(.*))?\s*?$/m;
const downMark = /^--\s*migrate:down(?:[ \t]+(.*))?\s*?$/m;

/** Whether a text carries dbmate's markers. */
export function isDbmate(text: string): boolean {
  return upMark.test(text);
}

/** Reads `<version>_<name>.sql` with `-- migrate:up [transaction:false]` and `-- migrate:down` (dbmate). */
export async function readDbmate(folder: MigrationFolder): Promise<Reading> {
  const names = folder.entries.map((entry) => entry.name).filter((name) => /\.sql$/i.test(name));
  const files = await readSqlFiles(
    folder.dir,
    names
      .filter((name) => pattern.test(name))
      .map((name) => ({ file: pathIn(folder, name), migration: name.replace(/\.sql$/, '') })),
  );
  const migrations = files.map(toMigration);
  return {
    migrations,
    findings: [
      ...misplacedUps(files, upMark, 'dbmate', '-- migrate:up'),
      ...observeFiles(files),
      ...observeEmpty(migrations, files),
      ...duplicateVersions(migrations, ({ name }) => /^\d+/.exec(name)?.[0] ?? null, {
        severity: 'error',
        note: 'The version is the primary key of schema_migrations: the second one fails.',
      }),
      ...textOrder(migrations, 'dbmate'),
      ...ignoredFiles(
        folder.folder,
        names.filter((name) => !pattern.test(name)).map((name) => pathIn(folder, name)),
        'dbmate reads only names that begin with a number',
        'To run it, rename it: <YYYYMMDDHHMMSS>_<name>.sql',
      ),
    ],
  };
}

function toMigration(file: SqlFile): Migration {
  const { text, migration: name, hash } = file;
  const up = upMark.exec(text);
  if (up === null) return { name, up: wholeText(file), transaction: 'block', hash };
  const down = downMark.exec(text);
  const parts = partsBelow(file, up, down);
  // Without a transaction dbmate sends the section as one query.
  const transactionOf = (options: string | undefined): Transaction =>
    /\btransaction:false\b/.test(options ?? '') ? 'simple-query' : 'block';
  const [transaction, downTransaction] = [transactionOf(up[1]), transactionOf(down?.[1])];
  return {
    name,
    ...parts,
    transaction,
    ...(parts.down !== undefined && downTransaction !== transaction ? { downTransaction } : {}),
    hash,
  };
}
