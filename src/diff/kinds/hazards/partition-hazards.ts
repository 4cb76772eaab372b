import { type ObjectId, objectId } from '../../../model/object-id.ts';
import type { Hazard } from '../../../model/plan.ts';
import type { Question } from '../../../model/question.ts';
import type { Fact } from '../../../model/schema.ts';
import { belonging } from '../../../postgres/partition-bounds.ts';
import { hasChanged } from '../../definition.ts';
import type { Context } from '../../kind.ts';
import { columnsInKey, linksOfPartitions, wholeOf } from '../trees/partitions.ts';
import { hazard, readsBlocked } from './hazard.ts';

/** What attaching a partition locks and reads, and the rows that may not fit. */
export function hazardsOfAttaching(link: Fact, context: Context): Hazard[] {
  const { id, name, parent } = link;
  const before = context.from.facts.get(id);
  const isBack = before !== undefined && !hasChanged(before, link, 'bound');
  const isEmpty = context.isCreated(parent!);
  const rest = isBack ? undefined : restOf(link, context);
  return [
    ...(isEmpty || isBack
      ? []
      : [hazard('may-fail', `Rows of ${name} may not belong there.`, strangersIn(name, link, context))]),
    ...(isEmpty ? [] : readsBlocked(name, 'they belong there')),
    ...(rest === undefined
      ? []
      : [
          hazard(
            'may-fail',
            `Rows of ${rest} may belong to ${name}: then they have to leave it first.`,
            rowsOf(rest, conditionOf(link, rest, context)),
          ),
          ...readsBlocked(rest, `none belongs to ${name}`),
        ]),
  ];
}

/** The default partition beside another, where it is there before and after. */
function restOf(link: Fact, context: Context): string | undefined {
  return linksOfPartitions(wholeOf(link) as ObjectId, context).find(
    (other) =>
      other.id !== link.id &&
      other.definition.bound === 'DEFAULT' &&
      context.from.facts.has(other.id) &&
      !context.isCreated(other.parent!),
  )?.name;
}

/** The rows of a table that belong to somewhere else, by the bound that it gets or by one above. */
function strangersIn(table: string, link: Fact, context: Context): Question | undefined {
  const condition = conditionOf(link, table, context);
  const above = context.to.facts.get(objectId('partition', String(link.definition.of)));
  const outside = above && strangersIn(table, above, context);
  if (condition === undefined || (above !== undefined && outside === undefined)) return undefined;
  const where = `(${condition}) IS NOT TRUE`;
  return rowsOf(table, outside === undefined ? where : `${where} OR ${outside.where}`);
}

function rowsOf(table: string, where: string | undefined): Question | undefined {
  return where === undefined ? undefined : { from: { table }, where };
}

/** What is true of the rows of a table that belong to a partition; undefined where the database cannot be asked for that yet. */
function conditionOf(link: Fact, table: string, context: Context): string | undefined {
  const { definition } = link;
  const id = wholeOf(link) as ObjectId;
  const key = String(context.to.facts.get(id)?.definition.partitionKey);
  const isThere = (column: string) => {
    const own = objectId('column', `${table}.${column}`);
    return context.from.facts.has(own) && !context.isCreated(own);
  };
  if (!columnsInKey(id, context.to).every(isThere)) return undefined;
  // Only a table that is partitioned so already knows to which partition a hash belongs.
  if (key.startsWith('HASH') && (context.isCreated(id) || !context.from.facts.has(id))) return undefined;
  const bounds = linksOfPartitions(id, context).map((other) => String(other.definition.bound));
  const others = bounds.filter((bound) => bound !== 'DEFAULT');
  return belonging({ name: String(definition.of), key }, String(definition.bound), others);
}
