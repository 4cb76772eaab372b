import { StrataError } from '../../model/errors.ts';
import type { History } from '../../model/migration.ts';

/** The migration of that name, or whose version that is. Throws a `usage` error for one that is not there. */
export function indexOfMigration({ migrations, folder }: History, name: string): number {
  const exact = migrations.findIndex((one) => one.name === name);
  const index = exact === -1 ? migrations.findIndex((one) => one.name.startsWith(`${name}_`)) : exact;
  if (index !== -1) return index;
  throw new StrataError('usage', `${folder} holds no migration ${name}`, {
    hint: 'Name it as `strata status` does.',
  });
}
