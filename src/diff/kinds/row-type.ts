import { kindOf, type ObjectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import { splitLast } from '../address.ts';
import type { Context, Statement, Statements } from '../kind.ts';

/** The columns of the tables whose rows a column holds: while it is there, PostgreSQL gives none of them another type. */
export function columnsOfRowType(holder: Fact, context: Context): readonly ObjectId[] {
  return holder.dependsOn
    .filter((id) => kindOf(id) === 'table' && id !== holder.parent)
    .flatMap((id) => context.childrenAfter(id))
    .filter(({ kind }) => kind === 'column')
    .map(({ id }) => id);
}

/** Whether columns elsewhere hold rows of the column's table: then a new column cannot be filled while it is added. */
export function isRowTypeInUse(fact: Fact, context: Context): boolean {
  const users = [...context.dependentsBefore(fact.parent!), ...context.dependentsAfter(fact.parent!)];
  return users.some((user) => isHolder(user, fact));
}

function isHolder({ kind, parent }: Fact, fact: Fact): boolean {
  return kind === 'column' && parent !== fact.parent;
}

/** Has columns that hold rows of the column's table, and stay, hold them as text while it changes its type. */
export function withHoldersAsText(fact: Fact, context: Context, retype: Statement): Statements {
  const holders = context
    .dependentsBefore(fact.parent!)
    .filter((user) => isHolder(user, fact) && user.definition.generated === undefined)
    .filter(({ id, definition }) => {
      const after = context.to.facts.get(id);
      return !context.isDropped(id) && after?.definition.type === definition.type;
    });
  return [
    ...holders.map((holder) => retyped(holder, 'text')),
    retype,
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
