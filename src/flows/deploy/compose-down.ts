import { createHash } from 'node:crypto';
import { nameOfDown } from '../../deploy/progress.ts';
import type { DeployMigration } from '../../model/deployment.ts';
import type { History, Migration } from '../../model/migration.ts';
import { composeText } from '../../replay/units.ts';
import { downTransactionOf } from '../proof/run-on-clone.ts';

/** A down in the form of a migration, as a deploy composes it. */
export function downAsMigration(migration: Migration, { layout }: Pick<History, 'layout'>): Migration {
  const { name, up, down, hash } = migration;
  const text = down ?? { ...up, text: '' };
  return {
    name: nameOfDown(name),
    up: text,
    transaction: downTransactionOf(migration, layout),
    hash: createHash('sha256').update(`${hash}\ndown\n${text.text}`).digest('hex'),
  };
}

/** The units in which a migration is taken back. */
export function composeDown(migration: Migration, history: Pick<History, 'layout'>): DeployMigration {
  const { up, transaction, hash } = downAsMigration(migration, history);
  return { migration, hash, ...composeText(up, transaction) };
}
