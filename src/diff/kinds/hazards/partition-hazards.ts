import { nameOf, type ObjectId, objectId } from '../../../model/object-id.ts';
import type { Hazard } from '../../../model/plan.ts';
import type { Question } from '../../../model/question.ts';
import type { Fact } from '../../../model/schema.ts';
import { readForeignKey } from '../../../postgres/foreign-key.ts';
import { splitLast } from '../../../postgres/identifier.ts';
import type { Context } from '../../kind.ts';
import { carrierOf } from '../tables/kept-rows.ts';
import {
  areHeldAmong,
  belongingTo,
  inheritorsOf,
  isHashed,
  losesNothing,
  mayComeFromRest,
  restBeside,
} from '../trees/division.ts';
import { takesAny } from '../trees/fitting-rows.ts';
import type { Move } from '../trees/moved-rows.ts';
import { columnsInKey, keysToBefore, wholeOf, wholesAbove } from '../trees/partitions.ts';
import { isToldLater, type Takeover } from '../trees/taken-over-rows.ts';
import { blocksAll, breaksCode, hazard, readsBlocked } from './hazard.ts';
import { referrersIn } from './questions.ts';

/** What attaching a partition locks and reads, and the rows that may not fit. `moves` are made before that. */
export function hazardsOfAttaching(link: Fact, moves: readonly Move[], context: Context): Hazard[] {
  const { name, parent } = link;
  const isEmpty = context.isCreated(parent!) && carrierOf(parent as ObjectId, context) !== parent;
  const rest = restBeside(link, context)?.name;
  const areMoved = moves.some(({ to }) => to === link);
  return [
    ...(isEmpty || losesNothing(link, context) ? [] : strangersOf(link, moves, context)),
    ...(isEmpty ? [] : readsBlocked(name, 'they belong there')),
    ...(rest === undefined || areMoved || !mayComeFromRest(link, context)
      ? []
      : [strangersInRest(rest, link, context)]),
    ...(rest === undefined ? [] : readsBlocked(rest, `none belongs to ${name}`)),
  ];
}

function strangersInRest(rest: string, link: Fact, context: Context): Hazard {
  return hazard(
    'may-fail',
    `Rows of ${rest} may belong to ${link.name}: then they have to leave it first.`,
    rowsOf(rest, conditionOf(link, rest, context)),
  );
}

/** What detaching a partition locks, and the rows elsewhere that do not let its rows go. `during` as in `blocksAll`. */
export function hazardsOfDetaching(link: Fact, during: string, context: Context): Hazard[] {
  return [...hazardsOfReferences(link, context), blocksAll(String(link.definition.of), during)];
}

/** The rows that refer to rows of a partition through the tables above it: PostgreSQL does not detach it then. */
export function hazardsOfReferences(link: Fact, context: Context): Hazard[] {
  const keys = wholesAbove(link, context)
    .flatMap((whole) => keysToBefore(whole, context))
    .filter(({ id }) => !context.isDropped(id));
  return [...new Set(keys)].map((key) => {
    const [table, name] = splitLast(key.name);
    return hazard(
      'may-fail',
      `Rows of ${table} that refer to rows of ${link.name} by ${name} do not let it go.`,
      referringTo(link, key, context),
    );
  });
}

function referringTo({ name }: Fact, key: Fact, context: Context): Question | undefined {
  const read = readForeignKey(String(key.definition.definition));
  return read && referrersIn(splitLast(key.name)[0], read, name, context);
}

/** What moving rows to another partition means for those who use the one that they leave. */
export function hazardsOfMoving({ from, to }: Move, context: Context): Hazard[] {
  return [
    hazard(
      'scans',
      `All rows of ${from.name} are read: those that belong to ${to.name} are moved there.`,
      rowsOf(from.name, conditionOf(to, from.name, context)),
    ),
  ];
}

/** What putting the rows of a partition that goes into its table again means for those who use it. */
export function hazardsOfTakeover({ name }: Fact, takeover: Takeover, context: Context): Hazard[] {
  const { whole, condition = 'true' } = takeover;
  return [
    hazard(
      'scans',
      `All rows of ${name} are read: those that belong to other partitions of ${nameOf(whole)} are moved there.`,
      rowsOf(name, isToldLater(takeover, context) ? undefined : condition),
    ),
  ];
}

/** What is lost with a partition whose rows were taken over. */
export function lossAfterTakeover({ name }: Fact, takeover: Takeover, context: Context): Hazard[] {
  const { whole, condition } = takeover;
  if (condition === undefined) return [breaksCode(name)];
  return [
    hazard(
      'destroys-data',
      `Rows of ${name} that belong to no other partition of ${nameOf(whole)} are lost.`,
      rowsOf(name, isToldLater(takeover, context) ? undefined : `(${condition}) IS NOT TRUE`),
    ),
    breaksCode(name),
    hazard('irreversible', `${name} cannot be brought back with these rows.`),
  ];
}

/** The rows of a partition that stop it from being attached. */
function strangersOf(link: Fact, moves: readonly Move[], context: Context): Hazard[] {
  const { name } = link;
  const isLeft = moves.some(({ from }) => from === link);
  if (!isLeft)
    return [hazard('may-fail', `Rows of ${name} may not belong there.`, strangersIn(name, link, context))];
  const all = [link, ...inheritorsOf(link, context)];
  if (!all.every((one) => takesAny(one, context)))
    return [hazard('may-fail', `Rows of ${name} may belong to no partition.`)];
  if (all.some(({ definition }) => definition.bound === 'DEFAULT') || areHeldAmong(all, link, context))
    return [];
  const conditions = all.map((one) => conditionOf(one, name, context));
  const where = conditions.map((condition) => `(${condition}) IS NOT TRUE`).join(' AND ');
  return [
    hazard(
      'may-fail',
      `Rows of ${name} may belong to no partition.`,
      rowsOf(name, conditions.includes(undefined) ? undefined : where),
    ),
  ];
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
  const whole = wholeOf(link) as ObjectId;
  const isThere = (column: string) => {
    const own = objectId('column', `${table}.${column}`);
    return context.from.facts.has(own) && !context.isCreated(own);
  };
  if (!columnsInKey(whole, context.to).every(isThere)) return undefined;
  const divided = context.to.facts.get(whole) as Fact;
  // Only a table that is partitioned so already knows to which partition a hash belongs.
  const isKnown = context.from.facts.has(whole) && !context.isCreated(whole);
  return isKnown || !isHashed(divided) ? belongingTo(link, context) : undefined;
}
