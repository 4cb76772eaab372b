import type { ObjectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import type { Context, KindRules } from '../kind.ts';

/**
 * That a table is of a composite type, whose attributes are its columns: while it is, neither can change without the other, so it
 * is let go meanwhile. https://www.postgresql.org/docs/18/sql-altertable.html
 */
export const tableTypeRules: KindRules = {
  rank: 565,
  create: (fact) => [`ALTER TABLE ${fact.name} OF ${fact.definition.of}`],
  drop: (fact) => [`ALTER TABLE ${fact.name} NOT OF`],
  alter: () => 'replace',
  inline: () => 1,
  after: (fact, context) =>
    [...columnsAfter(fact, context), ...columnsDropped(fact, context)].map(({ id }) => id),
  pins: (fact, context) => columnsAfter(fact, context).map(({ id }) => id),
  frees: (fact, verb, context) => (verb === 'drop' ? columnsDropped(fact, context).map(({ id }) => id) : []),
  replacedWith: (fact, context) => (isInOrder(fact, context) ? undefined : fact.parent),
};

function columnsBefore({ parent }: Fact, context: Context): readonly Fact[] {
  return context.dependentsBefore(parent!).filter((own) => own.kind === 'column' && own.parent === parent);
}

function columnsAfter({ parent }: Fact, context: Context): readonly Fact[] {
  return context.childrenAfter(parent!).filter(({ kind }) => kind === 'column');
}

function columnsDropped(fact: Fact, context: Context): readonly Fact[] {
  return columnsBefore(fact, context).filter(({ id }) => context.isDropped(id));
}

/** The columns have to stand as the attributes do, and what is added to a table stands last. */
function isInOrder(fact: Fact, context: Context): boolean {
  const wanted = byPosition(columnsAfter(fact, context));
  const kept = byPosition(columnsBefore(fact, context)).filter(
    (id) => wanted.includes(id) && !context.isReplaced(id),
  );
  return kept.every((id, i) => wanted[i] === id);
}

function byPosition(columns: readonly Fact[]): readonly ObjectId[] {
  return [...columns].sort((a, b) => (a.position ?? 0) - (b.position ?? 0)).map(({ id }) => id);
}
