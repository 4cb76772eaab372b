import type { Fact } from '../../../model/schema.ts';
import { generatedName } from '../../../postgres/generated-name.ts';
import { bareName, lastPart, leadingName, splitIdentifier } from '../../../postgres/identifier.ts';
import { readIndexMethod } from '../../../postgres/index-method.ts';
import { readKey } from '../../../postgres/key.ts';
import { differsOnlyIn } from '../../definition.ts';
import type { Context } from '../../kind.ts';
import {
  indexPartsAfter,
  indexPartsBefore,
  linksOfPartitions,
  linksOfPartitionsBefore,
} from '../trees/partitions.ts';
import { tiesAfter } from '../trees/tree.ts';

// What PostgreSQL makes in the partitions by itself when an index is made on the partitioned table, or built again there.

/** The part of an index in a partition, and what attaches it. */
export interface Part {
  readonly index: Fact;
  readonly place: Fact;
}

/** The parts of an index on every level; undefined where one is missing or differs from what CREATE INDEX would make. */
export function partsOf(whole: Fact, context: Context): readonly Part[] | undefined {
  const places = indexPartsAfter(whole.id, context);
  if (places.length !== linksOfPartitions(whole.parent!, context).length) return undefined;
  const parts: Part[] = [];
  for (const place of places) {
    const index = context.to.facts.get(place.parent!)!;
    if (!isLike(index, whole)) return undefined;
    const inner = index.definition.onOnly === true ? partsOf(index, context) : [];
    if (inner === undefined) return undefined;
    parts.push({ index, place }, ...inner);
  }
  return parts;
}

/** Whether it has the name that PostgreSQL gives it. */
export function isNamedAsMade(index: Fact): boolean {
  return lastPart(index.name) === generatedNameOf(index);
}

/**
 * Whether an index of a partitioned table, or a part of one, is to be otherwise than PostgreSQL leaves it when it builds the whole
 * again for a column's new type: with parts in all partitions, under names that it chooses and without comments.
 */
export function isOtherwiseRebuilt(index: Fact, context: Context): boolean {
  const after = context.to.facts.get(index.id);
  if (after === undefined) return false;
  const whole = wholeAbove(after, context);
  if (whole.definition.onOnly !== true) return false;
  if (lacksParts(index, context)) return true;
  const parts = partsOf(whole, context);
  return parts?.every((part) => isNamedAsMade(part.index) && !hasComment(part.index, context)) !== true;
}

/** Whether it has no part in one of the partitions that there are before the change. */
function lacksParts({ id, parent, definition }: Fact, context: Context): boolean {
  if (definition.onOnly !== true) return false;
  return indexPartsBefore(id, context).length < linksOfPartitionsBefore(parent!, context).length;
}

/** The topmost index that one is a part of, be it itself. */
function wholeAbove(index: Fact, context: Context): Fact {
  const [tie] = tiesAfter(index, context);
  const above = tie && context.to.facts.get(tie.above);
  return above === undefined ? index : wholeAbove(above, context);
}

function hasComment({ id }: Fact, context: Context): boolean {
  return context.dependentsAfter(id).some(({ kind }) => kind === 'comment');
}

function isLike(index: Fact, whole: Fact): boolean {
  return index.kind === whole.kind && differsOnlyIn(index.definition, whole.definition, ['on', 'onOnly']);
}

/** The name that PostgreSQL generates for an index of plain columns; undefined for expressions and odd names. */
function generatedNameOf(fact: Fact): string | undefined {
  const { kind, parent, definition } = fact;
  const columns = columnsOf(fact);
  if (columns === undefined) return undefined;
  const names = columns.map((column) => splitIdentifier(column)[0] ?? '');
  const label = kind === 'index' ? 'idx' : definition.type === 'primary' ? 'pkey' : 'key';
  const table = bareName(parent!);
  const chosen = generatedName(label === 'pkey' ? table : [table, names.join('_')], label);
  // A longer name is cut, and others would need quotes.
  return /^[a-z_][a-z0-9_]{0,61}$/.test(chosen) ? chosen : undefined;
}

/** The columns of an index or a key, those of INCLUDE too; undefined where it has an expression. */
function columnsOf({ kind, definition }: Fact): readonly string[] | undefined {
  if (kind !== 'index') {
    const key = readKey(String(definition.definition));
    return key && [...key.columns.map(leadingName), ...key.included];
  }
  const index = readIndexMethod(String(definition.method));
  if (index === undefined) return undefined;
  const columns = index.elements.flatMap(({ column }) => column ?? []);
  return columns.length < index.elements.length ? undefined : [...columns, ...index.included];
}
