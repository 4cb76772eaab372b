import { kindOf, type ObjectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import { text } from '../definition.ts';
import type { Context, KindRules } from '../kind.ts';
import { goingColumns } from './columns/table-columns.ts';
import { comesWithWhole, partsThatComeAnew, wholesWithout } from './indexes/attached-index.ts';
import { inheritedParts } from './inheritance.ts';
import { dropWhatIsLeft } from './trees/leaving-child.ts';
import { indexPartsAfter, indexPlacesAfter } from './trees/partitions.ts';
import { holdsIndex } from './trees/tree.ts';

/** One table's place in a partitioned one. https://www.postgresql.org/docs/18/ddl-partitioning.html */
export const partitionRules: KindRules = {
  rank: 570,
  create: (fact) => [
    `ALTER TABLE ONLY ${fact.definition.of} ATTACH PARTITION ${fact.name} ${text(fact.definition, 'bound')}`,
  ],
  drop: (fact, context) => [
    `ALTER TABLE ${fact.definition.of} DETACH PARTITION ${fact.name}`,
    ...dropWhatIsLeft(fact, context),
  ],
  alter: () => 'replace',
  replacedAround: (fact, context) => [...wholesWithout(fact, context), ...partsThatComeAnew(fact, context)],
  waitsFor: (fact, context) => [
    ...inheritedParts(fact, context),
    // A partition can have no column that its parent has not: those go before it joins.
    ...goingColumns(fact.parent!, context),
    // Nor can it lack one that the whole is still to lose.
    ...(context.isCreated(fact.parent!) ? goingColumns(`table:${fact.definition.of}`, context) : []),
    ...readyIndexes(fact, context),
  ],
};

/**
 * What is to be a part of the parent's index must be there before, with all of its own parts, or joining would make another.
 * An index that is yet to be made comes after, where parts are looked for no more.
 */
function readyIndexes(fact: Fact, context: Context): readonly ObjectId[] {
  const isAwaited = (own: Fact) => {
    const place = indexPlacesAfter(own.id, context)[0];
    const isLater = place?.dependsOn.some(
      (id) => id !== own.id && kindOf(id) === 'index' && context.isCreated(id),
    );
    return isLater === false && !comesWithWhole(own, context);
  };
  return context
    .childrenAfter(fact.parent!)
    .filter((own) => holdsIndex.has(own.kind) && isAwaited(own))
    .flatMap(({ id }) => [id, ...indexPartsAfter(id, context).map((place) => place.id)]);
}
