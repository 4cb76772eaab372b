import { groupBy } from '../../model/group-by.ts';
import type { RenameOffer } from '../../model/plan.ts';
import type { Fact, Schema } from '../../model/schema.ts';
import { isLikeNamed } from './like-names.ts';
import { columnsByTable } from './table-columns.ts';

/** Two tables that may be one, and what speaks for it. */
interface Pair {
  readonly old: Fact;
  readonly now: Fact;
  readonly because: string;
}

/**
 * Pairs of a dropped and a created table that differ in more than their names: most of their columns are the same, or a third of
 * them, and one name holds the other. Where a table is like several, nobody can tell which one is meant.
 */
export function offerChangedTables(
  from: Schema,
  to: Schema,
  offered: readonly RenameOffer[],
): readonly RenameOffer[] {
  const done = new Set(offered.flatMap((offer) => [offer.from, offer.to]));
  const only = (schema: Schema, other: Schema) =>
    [...schema.facts.values()].filter(
      ({ kind, id }) => kind === 'table' && !other.facts.has(id) && !done.has(id),
    );
  const [dropped, created] = [only(from, to), only(to, from)];
  if (dropped.length === 0 || created.length === 0) return [];
  const [had, has] = [columnsByTable(from), columnsByTable(to)];
  const pairs = dropped.flatMap((old) =>
    created.flatMap((now): readonly Pair[] => {
      const because = likenessOf(old, now, had.get(old.id) ?? noColumns, has.get(now.id) ?? noColumns);
      return because === undefined ? [] : [{ old, now, because }];
    }),
  );
  const [byOld, byNow] = [groupBy(pairs, ({ old }) => old), groupBy(pairs, ({ now }) => now)];
  return pairs
    .filter(({ old, now }) => byOld.get(old)?.length === 1 && byNow.get(now)?.length === 1)
    .map(({ old, now, because }) => ({ from: old.id, to: now.id, because }));
}

const noColumns: ReadonlySet<string> = new Set();

function likenessOf(
  old: Fact,
  now: Fact,
  had: ReadonlySet<string>,
  has: ReadonlySet<string>,
): string | undefined {
  const shared = [...had].filter((column) => has.has(column)).length;
  const most = Math.max(had.size, has.size);
  if (shared * 2 > most) return 'mostly the same columns';
  return shared > 0 && shared * 3 >= most && isLikeNamed(old.name, now.name)
    ? 'some of the same columns, like names'
    : undefined;
}
