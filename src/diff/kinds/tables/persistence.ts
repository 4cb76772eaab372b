import type { ObjectId } from '../../../model/object-id.ts';
import type { Fact } from '../../../model/schema.ts';
import { postgres15 } from '../../../postgres/versions.ts';
import type { Context } from '../../kind.ts';

/**
 * Tables that become LOGGED or UNLOGGED before this one does: a permanent table cannot reference an unlogged one.
 * https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-LOGGED-UNLOGGED
 */
export function switchedBefore(fact: Fact, context: Context): readonly ObjectId[] {
  const before = context.from.facts.get(fact.id);
  if (before === undefined || before.definition.unlogged === fact.definition.unlogged) return [];
  const related = fact.definition.unlogged ? referrers(fact, context) : referenced(fact, context);
  return related.filter((id) => id !== fact.id);
}

function referenced(table: Fact, context: Context): readonly ObjectId[] {
  return context
    .childrenAfter(table.id)
    .filter(isForeign)
    .flatMap(({ dependsOn }) => dependsOn.flatMap((id) => context.to.facts.get(id)?.parent ?? []));
}

function referrers(table: Fact, context: Context): readonly ObjectId[] {
  return context
    .childrenAfter(table.id)
    .flatMap(({ id }) => context.dependentsAfter(id))
    .filter(isForeign)
    .flatMap(({ parent }) => parent ?? []);
}

function isForeign({ definition }: Fact): boolean {
  return definition.type === 'foreign';
}

/**
 * SET LOGGED and UNLOGGED apply to owned sequences too: sets those back that are to stay as they were.
 * https://www.postgresql.org/docs/18/sql-altertable.html
 */
export function keepSequences(table: Fact, context: Context): string[] {
  // Before PostgreSQL 15 there were no unlogged sequences.
  if (context.from.serverVersion < postgres15) return [];
  return context
    .childrenAfter(table.id)
    .flatMap(({ id }) => context.dependentsAfter(id))
    .filter(({ kind, id }) => kind === 'sequence-owner' && context.from.facts.has(id))
    .flatMap(({ parent }) => {
      const [was, is] = [context.from, context.to].map(({ facts }) => facts.get(parent as ObjectId));
      if (was === undefined || is === undefined) return [];
      const { unlogged } = is.definition;
      if (unlogged === table.definition.unlogged) return [];
      return [`ALTER SEQUENCE ${is.name} SET ${unlogged ? 'UNLOGGED' : 'LOGGED'}`];
    });
}
