import type { Migration, SqlText } from '../model/migration.ts';
import { type SqlFile, wholeText } from './sql-file.ts';

/** Migrations of which each is one file, with the file of its down where that could be read. */
export function migrationsOf(
  files: readonly SqlFile[],
  downs: readonly SqlFile[],
  ownOf: (name: string) => Pick<Migration, 'transaction' | 'ledgerMark'>,
): readonly Migration[] {
  const downOf = readableTexts(downs);
  return files.map((file): Migration => {
    const down = downOf.get(file.migration);
    return {
      name: file.migration,
      up: wholeText(file),
      ...(down === undefined ? {} : { down }),
      hash: file.hash,
      ...ownOf(file.migration),
    };
  });
}

/** The whole texts of the files that could be read, by the migrations that they belong to. */
export function readableTexts(files: readonly SqlFile[]): ReadonlyMap<string, SqlText> {
  return new Map(
    files.filter(({ isReadable }) => isReadable).map((file) => [file.migration, wholeText(file)]),
  );
}
