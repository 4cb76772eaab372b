import path from 'node:path';
import type { Finding } from '../../model/finding.ts';
import { usualTransaction } from '../../model/migration.ts';
import { shellWord } from '../../model/shell-word.ts';
import { observeToml } from '../config-text.ts';
import { type MigrationFolder, pathIn, type Reading } from '../migration-folder.ts';
import { duplicateVersions, ignoredFiles, observeEmpty, observeFiles, textOrder } from '../observe.ts';
import { readSqlFiles } from '../sql-file.ts';
import { migrationsOf } from '../whole-files.ts';

const pattern = /^([0-9]+)_(.*)\.sql$/;

/** Before this version the CLI wrote an initial dump that it does not apply any more. */
const firstOwnInit = 20211209000000n;

/**
 * Reads `supabase/migrations/<digits>_<name>.sql` (Supabase CLI), in the order of the file names.
 * `<same name>.down.sql` is taken as the down of its neighbour, which the CLI does not do: see `downRuns`.
 */
export async function readSupabase(folder: MigrationFolder): Promise<Reading> {
  const names = folder.entries.map((entry) => entry.name).filter((name) => /\.sql$/i.test(name));
  const matching = names.filter((name) => pattern.test(name));
  const oldInit = matching[0] === names[0] && isOldInit(matching[0]) ? matching[0] : undefined;
  const downs = matching.filter((name) => isDownBeside(name, matching));
  const ups = matching.filter((name) => name !== oldInit && !downs.includes(name));
  const files = await readSqlFiles(folder.dir, ups.map(toSource(folder, '.sql')));
  const downFiles = await readSqlFiles(folder.dir, downs.map(toSource(folder, '.down.sql')));
  const migrations = migrationsOf(files, downFiles, () => ({ transaction: usualTransaction.supabase }));
  return {
    migrations,
    findings: [
      ...observeToml(folder.dir, path.posix.join(folder.folder, '../config.toml')),
      ...observeFiles([...files, ...downFiles]),
      ...observeEmpty(migrations, files),
      ...downs.map((name) => downRuns(folder, name)),
      ...duplicateVersions(migrations, ({ name }) => /^\d+/.exec(name)?.[0] ?? null, {
        severity: 'error',
        note: 'The version is the primary key of supabase_migrations.schema_migrations: the second one fails, and its file is rolled back.',
      }),
      ...textOrder(migrations, 'The Supabase CLI'),
      ...ignoredFiles(
        folder.folder,
        names.filter((name) => !pattern.test(name)).map((name) => pathIn(folder, name)),
        'the Supabase CLI skips names that are not <digits>_<name>.sql',
        'To run it, rename it: <YYYYMMDDHHMMSS>_<name>.sql',
        // Where only some files match, the others were left out on purpose; where none does, the folder does nothing.
        matching.length === 0 ? 'warning' : 'info',
      ),
      ...ignoredFiles(
        folder.folder,
        oldInit === undefined ? [] : [pathIn(folder, oldInit)],
        'the Supabase CLI skips an initial dump of before December 2021',
        'To run it, replace "init" in its name.',
      ),
    ],
  };
}

function toSource(folder: MigrationFolder, extension: string) {
  return (name: string) => ({
    file: pathIn(folder, name),
    migration: name.slice(0, -extension.length),
  });
}

function isOldInit(name: string | undefined): boolean {
  const version = /([0-9]{14})_init\.sql/.exec(name ?? '')?.[1];
  return version !== undefined && BigInt(version) < firstOwnInit;
}

function isDownBeside(name: string, all: readonly string[]): boolean {
  return name.endsWith('.down.sql') && all.includes(name.replace(/\.down\.sql$/, '.sql'));
}

// The CLI's pattern matches a down file too: it is applied like any other, and sorts before its own up.
function downRuns(folder: MigrationFolder, name: string): Finding {
  const up = name.replace(/\.down\.sql$/, '.sql');
  const file = pathIn(folder, name);
  const kept = path.posix.join(folder.folder, '../rollbacks');
  return {
    rule: 'down-file-runs',
    severity: 'warning',
    message: `the Supabase CLI applies ${name} as a migration, before ${up} and with the same version`,
    notes: ['Strata takes it for the down of its neighbour and does not rehearse it as a migration.'],
    hint: [
      'Keep it outside of the folder:',
      { code: `mkdir -p ${shellWord(kept)} && git mv ${shellWord(file)} ${shellWord(`${kept}/${up}`)}` },
    ],
    where: { file, line: 1, column: 1 },
    migration: up.slice(0, -'.sql'.length),
  };
}
