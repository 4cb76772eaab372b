import { createHash } from 'node:crypto';
import { StrataError } from '../../model/errors.ts';
import type { Migration } from '../../model/migration.ts';
import { type LedgerFormat, type LedgerRow, plainRow, tableName } from '../format.ts';

/**
 * `sqitch.changes`: the changes of a plan by name, with the SHA-1 of their scripts. Only read: a change's id hangs on its planner,
 * its notes and what it requires, which are in the plan and not in the migration.
 */
export const sqitch: LedgerFormat = {
  refuseWriting: refuse,
  schema: 'sqitch',
  table: 'changes',
  signature: ['change_id', 'script_hash', 'project'],
  create: refuse,
  async read(db, ledger, { migrations }) {
    const rows = await db.query<SqitchRow>(
      `SELECT change, project, script_hash AS hash, committed_at::text AS at FROM ${tableName(ledger)} ORDER BY committed_at, change_id`,
    );
    return nameReworked(ofThisPlan(rows, migrations), migrations);
  },
  keyOf: ({ name }) => name,
  judge: ({ checksum }, { up }) =>
    checksum === undefined ? 'unknown' : checksum === sha1(up.text) ? 'same' : 'edited',
  finish: refuse,
  bless: refuse,
  forget: refuse,
};

interface SqitchRow {
  readonly change: string;
  readonly project: string;
  readonly hash: string | null;
  readonly at: string;
}

function refuse(): never {
  throw new StrataError('usage', "Sqitch's registry is Sqitch's own, which Strata only reads", {
    hint: 'Nothing was changed. Rehearse with strata check, and deploy with: sqitch deploy',
  });
}

/** The rows of this plan. A registry may serve several projects: the one whose changes are most like the plan's is taken. */
function ofThisPlan(rows: readonly SqitchRow[], migrations: readonly Migration[]): readonly SqitchRow[] {
  const names = new Set(migrations.map(changeOf));
  const known = new Map<string, number>();
  for (const { project, change } of rows)
    known.set(project, (known.get(project) ?? 0) + (names.has(change) ? 1 : 0));
  const [best] = [...known].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return rows.filter(({ project }) => project === best?.[0]);
}

/** Names reworked changes. Such a change has a row for each of its versions, of which the earlier ones have a tag in the plan. */
function nameReworked(rows: readonly SqitchRow[], migrations: readonly Migration[]): readonly LedgerRow[] {
  const lives = new Map<string, string[]>();
  for (const migration of migrations)
    lives.set(changeOf(migration), [...(lives.get(changeOf(migration)) ?? []), migration.name]);
  return rows.map(({ change, hash, at }) => ({
    ...plainRow,
    key: lives.get(change)?.shift() ?? change,
    checksum: hash ?? undefined,
    appliedAt: at,
  }));
}

function changeOf({ name }: Pick<Migration, 'name'>): string {
  return name.replace(/@.*$/, '');
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
