import type { Migration, Transaction } from '../model/migration.ts';
import { type SqlFile, wholeText } from './sql-file.ts';

/** Migrations of which each is one file, with the file of its down where that could be read. */
export function migrationsOf(
  files: readonly SqlFile[],
  downs: readonly SqlFile[],
  transactionOf: (name: string) => Transaction,
): readonly Migration[] {
  const downOf = new Map(downs.filter((down) => down.isReadable).map((down) => [down.migration, down]));
  return files.map((file): Migration => {
    const down = downOf.get(file.migration);
    return {
      name: file.migration,
      up: wholeText(file),
      ...(down === undefined ? {} : { down: wholeText(down) }),
      transaction: transactionOf(file.migration),
      hash: file.hash,
    };
  });
}
