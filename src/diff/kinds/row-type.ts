import { kindOf, type ObjectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import { splitLast } from '../address.ts';
import type { Context, Statement, Statements } from '../kind.ts';
import { disturbsDependent } from './column-type.ts';

/** The columns of the tables whose rows a column holds: while it is there, PostgreSQL gives none of them another type. */
export function columnsOfRowType(holder: Fact, context: Context): readonly ObjectId[] {
  return holder.dependsOn
    .filter((id) => kindOf(id) === 'table' && id !== holder.parent)
    .flatMap((id) => context.childrenAfter(id))
    .filter(({ kind }) => kind === 'column')
    .map(({ id }) => id);
}

/** Whether columns elsewhere hold rows of the column's table: then a new column cannot be filled while it is added. */
export function isRowTypeInUse({ parent }: Fact, context: Context): boolean {
  const [before, after] = [holdersBefore(parent!, context), holdersAfter(parent!, context)];
  return before.length > 0 || after.length > 0;
}

const holdersBefore = (table: ObjectId, context: Context) =>
  holdersOf(table, (id) => context.dependentsBefore(id));
const holdersAfter = (table: ObjectId, context: Context) =>
  holdersOf(table, (id) => context.dependentsAfter(id));

/** Columns that hold rows of a table, as they are or inside of domains and composite types. */
function holdersOf(
  type: ObjectId,
  dependentsOf: Context['dependentsBefore'],
  seen = new Set([type]),
): readonly Fact[] {
  return dependentsOf(type).flatMap((user) => {
    if (user.kind === 'column') return seen.has(user.parent!) ? [] : [user];
    if (!containers.has(user.kind) || seen.has(user.id)) return [];
    return holdersOf(user.id, dependentsOf, seen.add(user.id));
  });
}

const containers: ReadonlySet<string> = new Set(['domain', 'composite-type', 'range-type']);

/** Columns that hold rows of a table, and stay. */
function stayingHolders(table: ObjectId, context: Context): readonly Fact[] {
  return holdersBefore(table, context)
    .filter(({ definition }) => definition.generated === undefined)
    .filter(({ id, definition }) => {
      const after = context.to.facts.get(id);
      return !context.isDropped(id) && after?.definition.type === definition.type;
    });
}

/** What uses columns that hold rows of a table, and cannot stay while they hold them as text. */
export function usersOfHolders(table: ObjectId, context: Context): readonly ObjectId[] {
  return stayingHolders(table, context).flatMap((holder) => {
    const asText = { ...holder, definition: { ...holder.definition, type: 'text' } };
    return context
      .dependentsBefore(holder.id)
      .filter((user) => disturbsDependent(holder, asText, user, context))
      .map(({ id }) => id);
  });
}

/** Has columns that hold rows of a table, and stay, hold them as text while the table is changed and written anew. */
export function withHoldersAsText(table: ObjectId, context: Context, statements: Statements): Statements {
  const holders = stayingHolders(table, context);
  return [
    ...holders.map((holder) => retyped(holder, 'text')),
    ...statements,
    ...holders.map((holder) => retyped(holder, String(holder.definition.type))),
  ];
}

function retyped(holder: Fact, type: string): Statement {
  const [table, column] = splitLast(holder.name);
  return {
    sql: `ALTER TABLE ${table} ALTER COLUMN ${column} TYPE ${type} USING ${column}::${type}`,
    hazards: [
      { kind: 'rewrites', message: `Turning ${holder.name} into ${type} writes all of ${table} anew.` },
    ],
  };
}
