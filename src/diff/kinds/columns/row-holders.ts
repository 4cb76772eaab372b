import { kindOf, nameOf, type ObjectId, objectId } from '../../../model/object-id.ts';
import type { Fact } from '../../../model/schema.ts';
import { lastPart, leadingName, splitLast } from '../../../postgres/identifier.ts';
import { list } from '../../definition.ts';
import type { Context, Statement, Statements } from '../../kind.ts';
import { writesAnew } from '../hazards/hazard.ts';
import { followersBefore, holds, tiesBefore } from '../trees/tree.ts';
import { containerTypes } from '../types/value-type.ts';
import { retyped, settingChanges } from './column-settings.ts';
import { disturbsDependent } from './column-type.ts';

/** The columns of the tables whose rows a column holds: while it exists, PostgreSQL does not change their types. */
export function columnsOfRowType(holder: Fact, context: Context): readonly ObjectId[] {
  return tablesIn(holder, context)
    .flatMap((id) => context.childrenAfter(id))
    .filter(({ kind }) => kind === 'column')
    .map(({ id }) => id);
}

/** The tables whose row types a column or a type is made of. */
function tablesIn({ dependsOn, parent }: Fact, context: Context): readonly ObjectId[] {
  return dependsOn.flatMap((id) => {
    const part = containerTypes.has(kindOf(id)) ? context.to.facts.get(id) : undefined;
    if (part !== undefined) return tablesIn(part, context);
    return /^(foreign-)?table:/.test(id) && id !== parent ? [id] : [];
  });
}

/** Whether columns elsewhere hold rows of the column's table: then a new column cannot be filled while it is added. */
export function isRowTypeInUse({ parent }: Fact, context: Context): boolean {
  const [before, after] = [holdersBefore(parent!, context), holdersAfter(parent!, context)];
  return before.length > 0 || after.length > 0;
}

/** Whether values of a type, or rows of a relation, are stored in any column. */
export function isHeld(type: ObjectId, context: Context): boolean {
  return holdersBefore(type, context).length > 0;
}

const holdersBefore = (table: ObjectId, context: Context) =>
  holdersInTree(table, (id) => context.dependentsBefore(id));
const holdersAfter = (table: ObjectId, context: Context) =>
  holdersInTree(table, (id) => context.dependentsAfter(id));

/** What holds rows of a table, or of a table that inherits from it. */
function holdersInTree(
  table: ObjectId,
  dependentsOf: Context['dependentsBefore'],
  seen = new Set([table]),
): readonly Fact[] {
  const below = dependentsOf(table).filter(
    ({ kind, parent }) => (kind === 'inheritance' || kind === 'partition') && parent !== table,
  );
  return [
    ...holdersOfType(table, dependentsOf, seen),
    ...below.flatMap(({ parent }) => holdersInTree(parent!, dependentsOf, seen)),
  ];
}

/**
 * Columns and materialized views that hold rows of a table, plain or inside of other types, after those that hold rows of their
 * own tables. Views and foreign tables store nothing, but their rows may be held in turn.
 */
function holdersOfType(
  type: ObjectId,
  dependentsOf: Context['dependentsBefore'],
  seen: Set<ObjectId>,
): readonly Fact[] {
  return dependentsOf(type).flatMap((user) => {
    const home = user.kind === 'column' ? (user.parent as ObjectId) : user.id;
    if (kindOf(home) === 'table') {
      if (user.kind !== 'column' || home === type) return [];
      return seen.has(home) ? [user] : [...holdersInTree(home, dependentsOf, seen.add(home)), user];
    }
    if (seen.has(home) || !passesOn(user, type)) return [];
    const held = holdersOfType(home, dependentsOf, seen.add(home));
    return user.kind === 'materialized-view' ? [user, ...held] : held;
  });
}

/** Whether a value of the user, or a row of its relation, contains a value of the type. */
export function passesOn({ kind, definition }: Fact, type: ObjectId): boolean {
  if (kind === 'column' || containerTypes.has(kind)) return true;
  if (kind !== 'view' && kind !== 'materialized-view') return false;
  const columns = list(definition, 'columns').map((column) => column.slice(leadingName(column).length + 1));
  return columns.some((column) => column === nameOf(type) || column === `${nameOf(type)}[]`);
}

/** What holds rows of a table and stays with the same type. */
function stayingHolders(table: ObjectId, context: Context): readonly Fact[] {
  return holdersBefore(table, context).filter(({ id, definition }) => {
    const after = context.to.facts.get(id);
    return !context.isDropped(id) && after?.definition.type === definition.type;
  });
}

/** Whether columns that hold rows of a type get another type that holds them too: they can only be converted to a new type. */
export function isHeldOtherwise(type: ObjectId, context: Context): boolean {
  const isInReplaced = ({ dependsOn }: Fact) =>
    dependsOn.some((id) => id !== type && containerTypes.has(kindOf(id)) && context.isReplaced(id));
  if (stayingHolders(type, context).some(isInReplaced)) return true;
  const after = new Map(holdersAfter(type, context).map((holder) => [holder.id, holder.definition.type]));
  return holdersBefore(type, context).some(
    ({ id, definition }) => !context.isDropped(id) && after.has(id) && after.get(id) !== definition.type,
  );
}

/** A column below another one follows that, unless its table is detached meanwhile. */
function isTurnedToText(holder: Fact, context: Context): boolean {
  const { kind, definition } = holder;
  if (kind !== 'column' || definition.generated !== undefined) return false;
  return (
    definition.inherited !== true || !tiesBefore(holder, context).some(({ link }) => holds(link, context))
  );
}

/**
 * What has to be replaced while columns hold the rows of a table as text: what uses these columns, and holders that cannot become
 * text.
 */
export function usersOfHolders(table: ObjectId, context: Context): readonly ObjectId[] {
  return stayingHolders(table, context).flatMap((holder) => {
    if (holder.kind === 'materialized-view' || holder.definition.generated !== undefined) return [holder.id];
    const asText = { ...holder, definition: { ...holder.definition, type: 'text' } };
    return context
      .dependentsBefore(holder.id)
      .filter((user) => disturbsDependent(holder, asText, user, context))
      .map(({ id }) => id);
  });
}

/**
 * Runs statements that rewrite a table while the columns that hold its rows are of type text. `added`: how many columns the
 * statements give the table; in rows that are held these are null.
 */
export function withHoldersAsText(
  table: ObjectId,
  context: Context,
  statements: Statements,
  added = 0,
): Statements {
  const holders = stayingHolders(table, context).filter((holder) => isTurnedToText(holder, context));
  return [
    ...holders.map((holder) => turned(holder, 'text')),
    ...statements,
    ...[...holders].reverse().map((holder) => {
      const type = String(holder.definition.type);
      const isOneRow = holder.dependsOn.includes(objectId('table', type));
      return turned(holder, type, isOneRow ? added : 0);
    }),
    ...holders.flatMap((holder) => settingsAgain(holder, context)),
  ];
}

/** Sets again what ALTER COLUMN TYPE has reset: the storage and compression of a column and of those that inherit it. */
function settingsAgain(holder: Fact, context: Context): readonly string[] {
  const { name, definition } = holder;
  const below = followersBefore(holder, context).flatMap((follower) => settingsAgain(follower, context));
  return [...settingChanges(name, retyped(definition), definition, context), ...below];
}

function turned(holder: Fact, type: string, added = 0): Statement {
  const [table, column] = splitLast(holder.name);
  // The text of a row ends with a parenthesis, and has a comma before each further value.
  const value = added === 0 ? column : `(left(${column}, -1) || '${','.repeat(added)})')`;
  return {
    sql: `ALTER TABLE ${table} ALTER COLUMN ${column} TYPE ${type} USING ${value}::${type}`,
    hazards: writesAnew(table, `Turning ${holder.name} into ${type}`),
  };
}

/**
 * What sorts rows of the column's table as wholes (`f(t.*)`), and stays wrong when a column comes, goes or changes its type: no
 * dependency on the columns is known to PostgreSQL, which then fails to build it anew, or leaves it.
 */
export function indexesOverRows({ parent }: Fact, context: Context): readonly ObjectId[] {
  const row = `${lastPart(nameOf(parent!))}.*`;
  return context.childrenBefore(parent!).flatMap(({ id, kind, definition }) => {
    const { type, method, definition: constraint } = definition;
    const text = kind === 'index' ? method : type === 'exclude' ? constraint : undefined;
    return text !== undefined && String(text).includes(row) ? [id] : [];
  });
}
