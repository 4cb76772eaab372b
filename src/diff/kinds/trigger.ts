import { kindOf } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import { sqlAddress } from '../address.ts';
import { differsOnlyIn } from '../definition.ts';
import type { Context, KindRules } from '../kind.ts';
import { firing } from './shared/firing.ts';

/** https://www.postgresql.org/docs/18/sql-createtrigger.html */
export const triggerRules: KindRules = {
  rank: 800,
  create: (fact) =>
    fact.definition.copied
      ? firing(fact, 'TRIGGER')
      : [String(fact.definition.source), ...firing(fact, 'TRIGGER')],
  drop: (fact, context) =>
    fact.definition.copied ? fireAsOriginal(fact, context) : [`DROP ${sqlAddress(fact.id)}`],
  alter: (before, after) =>
    differsOnlyIn(before.definition, after.definition, ['firing'])
      ? firing(after, 'TRIGGER', 'ENABLE')
      : 'replace',
  // When a trigger fires comes down to all copies in partitions, also to those that fire otherwise.
  replacedAround: (fact, context) =>
    context
      .dependentsAfter(fact.id)
      .flatMap(({ kind, id, definition }) => (kind === 'trigger' && definition.copied ? [id] : [])),
};

/** Switches a partition's copy of a trigger as the original is again, if that stays and the copy is not switched anew. */
function fireAsOriginal(fact: Fact, context: Context): string[] {
  if (context.isReplaced(fact.id)) return [];
  const kept = fact.dependsOn.filter((id) => kindOf(id) === 'trigger' || kindOf(id) === 'partition');
  if (kept.some((id) => context.from.facts.has(id) && context.isDropped(id))) return [];
  const original = kept.map((id) => context.to.facts.get(id)).find((found) => found?.kind === 'trigger');
  if (original === undefined) return [];
  return firing({ ...fact, definition: original.definition }, 'TRIGGER', 'ENABLE');
}
