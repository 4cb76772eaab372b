import path from 'node:path';
import type { Finding } from '../../model/finding.ts';
import { shellWord } from '../../model/shell-word.ts';
import { readConfigText } from '../config-text.ts';
import { type MigrationFolder, namesIn, pathIn, type Reading } from '../migration-folder.ts';
import { duplicateVersions, ignoredFiles, observeEmpty, observeFiles } from '../observe.ts';
import { compareNumbered, isNumbered, leadingVersion } from '../script-name.ts';
import { readSqlFiles } from '../sql-file.ts';
import { migrationsOf } from '../whole-files.ts';
import { ledgerOf } from './own-runner.ts';

/**
 * Whether a folder is one of folders that hold `up.sql`, whatever lies beside them: `squashed.sql`, `helpers.sql`. Only where as
 * many numbered files lie beside is it one of those.
 */
export function hasUpFolders(folder: MigrationFolder): boolean {
  const ups = folder.entries.filter(
    ({ name, kind }) => kind === 'directory' && namesIn(folder, name)?.has('up.sql'),
  );
  return ups.length > looseFiles(folder).filter(isNumbered).length;
}

/** Reads folders that hold `up.sql` and perhaps `down.sql` (diesel, Hasura), in the order of their names. */
export async function readUpFolders(folder: MigrationFolder): Promise<Reading> {
  const children = folder.entries
    .filter((entry) => entry.kind === 'directory')
    .map(({ name }) => ({
      name,
      names: namesIn(folder, name) ?? new Set<string>(),
    }))
    .sort((a, b) => compareNumbered(a.name, b.name));
  const read = (file: string) =>
    readSqlFiles(
      folder.dir,
      children
        .filter((child) => child.names.has(file))
        .map(({ name }) => ({ file: pathIn(folder, name, file), migration: name })),
    );
  const files = await read('up.sql');
  const downs = await read('down.sql');
  const migrations = migrationsOf(files, downs, (name) => ({
    transaction: runsInTransaction(folder, name) ? 'block' : 'simple-query',
  }));
  return {
    migrations,
    ...ledgerOf(folder.dir, files),
    findings: [
      ...children
        .filter((child) => !child.names.has('up.sql') && isNumbered(child.name))
        .map((child) => noUp(folder, child.name)),
      ...observeFiles([...files, ...downs]),
      ...observeEmpty(migrations, files),
      ...duplicateVersions(migrations, ({ name }) => leadingVersion(name), {
        severity: 'error',
        note: 'The version is the primary key of the ledger: the second one fails or is skipped.',
      }),
      ...ignoredFiles(
        folder.folder,
        looseFiles(folder).map((name) => pathIn(folder, name)),
        'its migrations are folders with an up.sql',
        'To run it, move it to a folder of its own: <number>_<name>/up.sql',
      ),
    ],
  };
}

function looseFiles(folder: MigrationFolder): readonly string[] {
  return folder.entries
    .filter(({ name, kind }) => kind !== 'directory' && /\.sql$/i.test(name))
    .map(({ name }) => name);
}

/** Files beside `up.sql` that say that it runs outside of a transaction: those of diesel and of Sourcegraph's migrator. */
const apartMarks = {
  'metadata.toml': /^\s*run_in_transaction\s*=\s*false/m,
  'metadata.yaml': /^createIndexConcurrently:\s*true/m,
} as const;

function runsInTransaction(folder: MigrationFolder, name: string): boolean {
  return !Object.entries(apartMarks).some(([file, mark]) =>
    mark.test(readConfigText(path.join(folder.dir, pathIn(folder, name, file))) ?? ''),
  );
}

function noUp(folder: MigrationFolder, name: string): Finding {
  const file = pathIn(folder, name, 'up.sql');
  return {
    rule: 'missing-migration-file',
    severity: 'error',
    message: `${pathIn(folder, name)} has no up.sql`,
    notes: [],
    hint: ['Restore it:', { code: `git checkout -- ${shellWord(file)}` }],
    where: { file, line: 1, column: 1 },
    migration: name,
  };
}
