import { kindOf, nameOf, type ObjectId, objectId } from '../../../model/object-id.ts';
import type { Fact } from '../../../model/schema.ts';
import { isBuiltIn, isSameFamily } from '../../../postgres/types/type-change.ts';
import { lossOf } from '../../../postgres/types/type-loss.ts';
import { hasChanged } from '../../definition.ts';
import type { Context } from '../../kind.ts';
import { columnsAfter } from '../columns/table-columns.ts';
import { areCarried, canTakeValues, isKeyBrought, takenByAny, takesAnyRow } from '../trees/fitting-rows.ts';
import {
  linkBefore,
  linksBelow,
  linksOfPartitions,
  linksOfPartitionsBefore,
  movesRows,
  wholeOf,
} from '../trees/partitions.ts';
import { firesOnEach, hasRowActions, hidesRows } from '../trees/row-actions.ts';
import { askedOnce } from '../trees/tree.ts';

// A table that is replaced, as one that becomes partitioned, keeps its rows: they are copied aside before it is dropped, and put into
// the new one before anything is made that would see them come.

/** What becomes of the rows of a table that is replaced. */
export interface KeptRows {
  /** The columns that rows bring, as they are after the change. */
  readonly columns: readonly Fact[];
  /** The partitions, on all levels, whose rows are among them. */
  readonly going: readonly ObjectId[];
  /** The partitions that leave with their own rows before. */
  readonly leaving: readonly ObjectId[];
  /** The new table, with all that it is divided into. */
  readonly reached: readonly ObjectId[];
  /** Whether it takes any row. */
  readonly takesAll: boolean;
  /** What is true of the rows that it takes, where it does not take all; undefined where only PostgreSQL knows. */
  readonly condition: string | undefined;
}

/** The rows that a table keeps while it is replaced; undefined where they are lost, or go with those of a table above. */
export function keptRows(table: Fact, context: Context): KeptRows | undefined {
  return carrierOf(table.id, context) === table.id ? keptAlone(table, context) : undefined;
}

/** Whether a column of a table that is replaced gets back the values that it had. */
export function getsValuesBack(column: ObjectId, context: Context): boolean {
  const table = context.isReplaced(column) ? context.from.facts.get(column)?.parent : undefined;
  const fact = table && context.from.facts.get(table);
  const kept = fact && keptRows(fact, context);
  return kept?.columns.some(({ id }) => id === column) === true;
}

/** The replaced table with whose rows those of a table are kept that is dropped: itself, or one that it is a partition of. */
export function carrierOf(table: ObjectId, context: Context): ObjectId | undefined {
  if (!movesRows(table, context) || !context.isDropped(table)) return undefined;
  const link = linkBefore(table, context);
  const whole = link && wholeOf(link);
  const above =
    link === undefined || whole === undefined || keepsItsOwn(link, context)
      ? undefined
      : carrierOf(whole, context);
  if (above !== undefined) return above;
  const fact = context.from.facts.get(table) as Fact;
  return keptAlone(fact, context) === undefined ? undefined : table;
}

const keptAlone = askedOnce(
  ({ state }) => state,
  (table, context): KeptRows | undefined => {
    if (!context.isReplaced(table.id) || table.kind !== 'table') return undefined;
    const { going, leaving } = partsBefore(table.id, context);
    const isPartitioned = table.definition.partitionKey !== undefined;
    if (isPartitioned && going.length === 0) return undefined;
    const columns = columnsAfter(table.id, context).filter((column) => keepsValues(column, context));
    if (columns.length === 0 || !areCarried(table.id, context, keepsValues)) return undefined;
    const reached = [table.id, ...linksBelow(table.id, context).map(({ parent }) => parent as ObjectId)];
    const isPlain = (id: ObjectId) => context.to.facts.get(id)?.definition.partitionKey === undefined;
    if (!reached.some(isPlain) || isHeldBack([table.id, ...going], reached, context)) return undefined;
    const links = linksOfPartitions(table.id, context);
    const takesAll = takesAnyRow(table.id, context);
    const isKnown = !takesAll && isKeyBrought(table.id, table.id, context, canTakeValues);
    const condition = isKnown ? takenByAny(links, links, context, canTakeValues) : undefined;
    return { columns, going, leaving, reached, takesAll, condition };
  },
);

/** A table's partitions before the change, by whether their rows go with its own. Rows of foreign tables are elsewhere. */
function partsBefore(table: ObjectId, context: Context): Pick<KeptRows, 'going' | 'leaving'> {
  const parts = linksOfPartitionsBefore(table, context).map((link) => {
    const part = link.parent as ObjectId;
    if (kindOf(part) !== 'table' || keepsItsOwn(link, context)) return { going: [], leaving: [part] };
    const { going, leaving } = partsBefore(part, context);
    return { going: [part, ...going], leaving };
  });
  return {
    going: parts.flatMap(({ going }) => going),
    leaving: parts.flatMap(({ leaving }) => leaving),
  };
}

/** Whether a partition is there after the change with its own rows: it stays, or is replaced as a table of its own. */
function keepsItsOwn(link: Fact, context: Context): boolean {
  const part = link.parent as ObjectId;
  if (!context.isDropped(part)) return true;
  const after = context.to.facts.get(link.id);
  return context.isReplaced(part) && (after === undefined || hasChanged(link, after, 'of'));
}

/**
 * Whether a column takes the values that it had before, as they were or converted without loss. They lie in a table meanwhile that the
 * rest of the plan does not know.
 */
function keepsValues(column: Fact, context: Context): boolean {
  const was = context.from.facts.get(column.id);
  if (was === undefined || hasChanged(was, column, 'collation')) return false;
  const isHeld = column.dependsOn.some((id) => kindOf(id) === 'composite-type' && context.isAltered(id));
  return !isHeld && (canTakeValues(column, context) || isConverted(was, column));
}

function isConverted(was: Fact, is: Fact): boolean {
  const [from, to] = [String(was.definition.type), String(is.definition.type)];
  const isPlain = is.definition.generated === undefined && isBuiltIn(from);
  return isPlain && isSameFamily(from, to) && lossOf(from, to, '') === undefined;
}

/** Whether rows are out of sight, or more would happen than that they come back. */
function isHeldBack(left: readonly ObjectId[], reached: readonly ObjectId[], context: Context): boolean {
  return (
    reached.some((id) => kindOf(id) !== 'table') ||
    reached.some((id) => !context.isCreated(id) && hasRowActions(id, firesOnEach('INSERT'), context)) ||
    [...left, ...reached].some((id) => hidesRows(id, context))
  );
}

/** What has to be there before rows come back. */
export function neededForRows({ columns, reached }: KeptRows, context: Context): readonly ObjectId[] {
  const [table] = reached as readonly [ObjectId];
  const added = columnsAfter(table, context).filter((column) => !columns.includes(column));
  return [
    ...reached,
    ...reached.flatMap((id) => columnsAfter(id, context).map((column) => column.id)),
    ...added.map(({ id }) => objectId('default', nameOf(id))),
    ...linksBelow(table, context).map(({ id }) => id),
  ];
}

/** Parts of a table that rows may find there already. */
const innerKinds: ReadonlySet<string> = new Set(['column', 'default', 'inheritance', 'table-type']);

/** What is made on new tables when the rows are back: it would see them come, or is faster then. */
export function waitingForRows(kept: KeptRows, context: Context): readonly ObjectId[] {
  const needed = new Set(neededForRows(kept, context));
  const isInside = ({ kind, definition }: Fact) =>
    innerKinds.has(kind) ||
    (kind === 'constraint' && definition.type !== 'foreign' && definition.notValid !== true);
  const waiting = [...needed]
    .filter((id) => context.isCreated(id))
    .flatMap((id) => context.dependentsAfter(id))
    .filter((fact) => !needed.has(fact.id) && !isInside(fact));
  return [...new Set(waiting.map(({ id }) => id))];
}
