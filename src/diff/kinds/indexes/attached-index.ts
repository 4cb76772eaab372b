import { kindOf, nameOf, type ObjectId, objectId } from '../../../model/object-id.ts';
import type { Fact } from '../../../model/schema.ts';
import type { Context } from '../../kind.ts';
import {
  indexPartsAfter,
  indexPartsBefore,
  indexPlacesAfter,
  linksOfPartitions,
  wholeOf,
} from '../trees/partitions.ts';
import { holdsIndex, tiesAfter } from '../trees/tree.ts';

/**
 * The links of a table's partitions. Its index ON ONLY is created after them, since a table that is attached later gets a part at
 * once.
 */
export function linksOfIndexedPartitions(
  { parent: table, definition }: Fact,
  context: Context,
): readonly ObjectId[] {
  if (!definition.onOnly) return [];
  return linksOfPartitions(table as ObjectId, context).map(({ id }) => id);
}

/**
 * The link of a partition that brings a part for an index of the partitioned table, for an index of the partition that is like that
 * part and is to be none: ATTACH PARTITION would take either.
 */
export function linkOfTwin(index: Fact, context: Context): readonly ObjectId[] {
  const link = objectId('partition', nameOf(index.parent as ObjectId));
  if (!context.isCreated(link) || indexPlacesAfter(index.id, context).length > 0) return [];
  const isTwin = (other: Fact) => indexPlacesAfter(other.id, context).length > 0;
  return twinsAfter(index, context).some(isTwin) ? [link] : [];
}

/** Other indexes of a partition that PostgreSQL would take for a part in this one's place. */
export function twinsAfter(index: Fact, context: Context): readonly Fact[] {
  return context
    .childrenAfter(index.parent as ObjectId)
    .filter(({ kind, id }) => kind === index.kind && id !== index.id)
    .filter((other) => whatIsCompared(other) === whatIsCompared(index));
}

/** What PostgreSQL compares when it looks for a part: neither the order of its values nor its storage parameters. */
function whatIsCompared({ definition }: Fact): string {
  const method = String(definition.method)
    .replace(/ (?:ASC|DESC)\b| NULLS (?:FIRST|LAST)\b/g, '')
    .replace(/ WITH \([^()]*\)/, '');
  return `${definition.unique} ${method}`;
}

/** The links of the partitions that have no part in a partitioned constraint; they are attached before it is created. */
export function linksWithoutPart(whole: Fact, context: Context): readonly ObjectId[] {
  const tables = indexPartsAfter(whole.id, context).map(
    ({ parent }) => context.to.facts.get(parent as ObjectId)?.parent,
  );
  return linksOfIndexedPartitions(whole, context).filter(
    (id) => !tables.includes(context.to.facts.get(id)?.parent),
  );
}

/**
 * Whether a partition gets the constraint from the partitioned table, when that constraint is created or the partition attached.
 * PostgreSQL attaches no existing index to an exclusion constraint or a key WITHOUT OVERLAPS.
 */
export function comesWithWhole(fact: Fact, context: Context): boolean {
  return excludes(fact) && indexPlacesAfter(fact.id, context).length > 0;
}

/** Whether it is an exclusion constraint or a key WITHOUT OVERLAPS. */
export function excludes({ kind, definition }: Fact): boolean {
  return kind === 'constraint' && /^EXCLUDE | WITHOUT OVERLAPS\)/.test(String(definition.definition));
}

/** The places of all parts of a partitioned index, on every level. A foreign key can reference it only when all are attached. */
export function placesIn(whole: ObjectId, context: Context): readonly ObjectId[] {
  if (!holdsIndex.has(kindOf(whole))) return [];
  return indexPartsAfter(whole, context).flatMap(({ id, parent }) => [
    id,
    ...placesIn(parent as ObjectId, context),
  ]);
}

/**
 * What has to be replaced so that an index stops being a part: the partitioned index, and the part too where a foreign key
 * references it. An index that becomes a part and can only be created with the whole is replaced itself.
 */
export function heldByWhole(place: Fact, context: Context): readonly ObjectId[] {
  const part = place.parent as ObjectId;
  if (context.isCreated(place.id) && comesWithWhole(context.to.facts.get(part)!, context)) return [part];
  const wholes = wholeThatHolds(place, context);
  const isReferredTo = context.dependentsBefore(part).some(({ definition }) => definition.type === 'foreign');
  return wholes.length > 0 && isReferredTo ? [...wholes, part] : wholes;
}

/** The partitioned index, where its part cannot be detached without dropping it since both tables stay together. */
function wholeThatHolds(place: Fact, context: Context): readonly ObjectId[] {
  const table = context.from.facts.get(place.parent as ObjectId)?.parent;
  if (table === undefined || !context.isDropped(place.id) || context.isDropped(table)) return [];
  if (context.isDropped(objectId('partition', nameOf(table)))) return [];
  return place.dependsOn.filter((id) => id !== place.parent && holdsIndex.has(kindOf(id)));
}

/** Whether an index has its parts in all partitions below: only then ATTACH PARTITION takes it for a part. */
function isWhole(index: Fact, context: Context): boolean {
  if (linksWithoutPart(index, context).length > 0) return false;
  return indexPartsAfter(index.id, context).every(({ parent }) =>
    isWhole(context.to.facts.get(parent as ObjectId)!, context),
  );
}

/** The constraints of a partition that ATTACH PARTITION would create a second time. */
export function partsThatComeAnew(link: Fact, context: Context): readonly ObjectId[] {
  if (!context.isCreated(link.id)) return [];
  return context
    .childrenAfter(link.parent as ObjectId)
    .filter((part) => comesWithWhole(part, context))
    .map(({ id }) => id);
}

/**
 * The partitioned indexes in which a new partition is to have no part, or none that it brings. They are created again after it is
 * attached.
 */
export function wholesWithout(link: Fact, context: Context): readonly ObjectId[] {
  const table = link.parent as ObjectId;
  if (!context.isCreated(link.id)) return [];
  const whole = wholeOf(link);
  if (whole === undefined) return [];
  const parts = context.childrenAfter(table).filter(({ kind }) => holdsIndex.has(kind));
  const taken = parts
    .filter((part) => isWhole(part, context))
    .flatMap((part) => tiesAfter(part, context).map(({ above }) => above));
  return context
    .childrenAfter(whole)
    .filter(({ id, definition }) => definition.onOnly === true && !taken.includes(id))
    .map(({ id }) => id);
}

/** Whether a part, on any level, belongs to a constraint: dropping the partitioned index then needs CASCADE. */
export function holdsConstraints(whole: ObjectId, context: Context): boolean {
  return indexPartsBefore(whole, context).some(
    ({ parent }) => kindOf(parent!) === 'constraint' || holdsConstraints(parent!, context),
  );
}
