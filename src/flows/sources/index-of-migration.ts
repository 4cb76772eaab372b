import { usualVersion } from '../../ledger/same-version.ts';
import { StrataError } from '../../model/errors.ts';
import type { History, Migration } from '../../model/migration.ts';
import { few } from '../../model/words.ts';

/**
 * The migration of that name, or of that version, or the only one whose name begins with it. Throws a `usage` error for one that is
 * not there, and where several may be meant: what comes behind the first of them would be taken back without a word.
 */
export function migrationNamed(history: History, name: string): Migration {
  const { migrations, folder } = history;
  const [first, ...others] =
    [
      migrations.filter((one) => one.name === name),
      migrations.filter((one) => usualVersion(history, one) === name),
      migrations.filter((one) => one.name.startsWith(`${name}_`)),
    ].find((found) => found.length > 0) ?? [];
  if (first === undefined) {
    throw new StrataError('usage', `${folder} holds no migration ${name}`, {
      hint: 'Name it as `strata status` does.',
    });
  }
  if (others.length === 0) return first;
  const names = few(
    [first, ...others].map((one) => one.name),
    4,
  );
  throw new StrataError('usage', `${name} may be any of ${names}`, { hint: 'Name it in full.' });
}

/** Where in its history the migration stands that is named like this; throws as `migrationNamed` does. */
export function indexOfMigration(history: History, name: string): number {
  return history.migrations.indexOf(migrationNamed(history, name));
}
