import { kindOf, type ObjectId } from '../model/object-id.ts';
import type { Change, Plan } from '../model/plan.ts';
import type { Fact } from '../model/schema.ts';
import { lastPart, splitLast } from '../postgres/identifier.ts';
import type { Context } from './kind.ts';
import { lenderName } from './kinds/lent-column.ts';
import { notNullName } from './kinds/not-null.ts';
import { holds, isOnlyInherited, isOwnToo, tiesAfter } from './kinds/tree.ts';

/**
 * What children are to have of their own as well and had from their parents alone: columns, and what these demand. They are told
 * apart by what happens when the parent's go, and by no definition; the other way round there is no command.
 * https://www.postgresql.org/docs/18/ddl-inherit.html
 */
export function makeOwn(context: Context): Pick<Plan, 'changes' | 'steps'> {
  const places: Way[] = [];
  const demands: Way[] = [];
  for (const fact of context.to.facts.values()) {
    if (fact.kind === 'inheritance') places.push(...joinAgain(fact, context));
    if (fact.kind === 'column' && ownsDemand(fact, context)) demands.push(demandAgain(fact));
  }
  const ways = [...places, ...demands];
  return {
    changes: ways.flatMap(({ columns, property }) =>
      columns.map((column) => changeOf(context.from.facts.get(column.id)!, column, property)),
    ),
    steps: ways.flatMap(({ object, statements }) =>
      statements.map((sql) => ({ sql, object, verb: 'alter', hazards: [], transaction: 'together' })),
    ),
  };
}

/** How columns, or their NOT NULLs, become a child's own. */
interface Way {
  readonly object: ObjectId;
  readonly columns: readonly Fact[];
  readonly property: 'own' | 'ownNotNull';
  readonly statements: readonly string[];
}

function changeOf(before: Fact, after: Fact, property: string): Change {
  const own = { ...after, definition: { ...after.definition, [property]: true } };
  return { kind: 'alter', id: after.id, before, after: own, properties: [property] };
}

function demandAgain(column: Fact): Way {
  const [table, name] = splitLast(column.name);
  const statements = [`ALTER TABLE ${table} ALTER COLUMN ${name} SET NOT NULL`];
  return { object: column.id, columns: [column], property: 'ownNotNull', statements };
}

/**
 * A table that leaves a parent keeps the columns as its own. What is to stay the parent's alone, another one lends meanwhile,
 * which cannot lend a check or a generated column without the columns that it uses. The table comes back as the child of its last
 * parent, and so leaves only that one.
 */
function joinAgain(place: Fact, context: Context): readonly Way[] {
  const { child, of } = place.definition;
  const parts = context.childrenAfter(place.parent as ObjectId);
  if (!holds(place.id, context) || !isLastParent(place, parts)) return [];
  const tied = parts.filter((part) => tiesAfter(part, context).some(({ link }) => link === place.id));
  const own = tied.filter((part) => becomesOwn(part, context) && tiesAfter(part, context).length === 1);
  const parents = place.dependsOn.filter((id) => id !== place.parent);
  const isUnfit = parents.some((id) => context.childrenAfter(id).some(isUnchecked));
  const lent = tied.filter((part) => isOnlyInherited(part));
  const isNeeded = ({ id }: Fact) => lent.some(({ dependsOn }) => dependsOn.includes(id));
  if (own.length === 0 || isUnfit || own.some(isNeeded)) return [];
  const again = [`ALTER TABLE ${child} NO INHERIT ${of}`, `ALTER TABLE ${child} INHERIT ${of}`];
  const way = { object: place.id, columns: own, property: 'own' } as const;
  if (lent.length === 0) return [{ ...way, statements: again }];
  const lender = lenderName(place);
  const statements = [
    `CREATE TABLE ${lender} (LIKE ${of} INCLUDING CONSTRAINTS INCLUDING GENERATED)`,
    ...own.map(({ name }) => `ALTER TABLE ${lender} DROP COLUMN ${lastPart(name)}`),
    `ALTER TABLE ${child} INHERIT ${lender}`,
    ...again,
    `ALTER TABLE ${child} NO INHERIT ${lender}`,
    `DROP TABLE ${lender}`,
  ];
  return [{ ...way, statements }];
}

function isLastParent({ position = 0 }: Fact, parts: readonly Fact[]): boolean {
  return parts.every((part) => part.kind !== 'inheritance' || (part.position ?? 0) <= position);
}

/** Whether a table made like the one that has it would demand more of its rows. */
function isUnchecked({ definition }: Fact): boolean {
  const { notValid, notNullNotValid } = definition;
  return (
    notValid === true || notNullNotValid === true || / NOT ENFORCED$/.test(String(definition.definition))
  );
}

/** Whether a column that stays was its parent's alone, and is to be the child's too. */
function becomesOwn(column: Fact, context: Context): boolean {
  const was = context.from.facts.get(column.id);
  if (was?.kind !== 'column' || !stays(column, context)) return false;
  return isOnlyInherited(was) && isOwnToo(column);
}

/** Whether a NOT NULL that a column had from above alone is to be its own too. A partition's is its whole's, whatever is said. */
function ownsDemand(column: Fact, context: Context): boolean {
  if (column.remarks?.notNull !== 'both' || !stays(column, context) || becomesOwn(column, context))
    return false;
  if (tiesAfter(column, context).some(({ link }) => kindOf(link) === 'partition')) return false;
  const was = context.from.facts.get(column.id);
  // It would keep its name: no command renames what is inherited as well.
  return was?.remarks?.notNull === 'inherited' && notNullName(was) === notNullName(column);
}

function stays({ id, parent }: Fact, context: Context): boolean {
  return !context.isCreated(id) && !context.isCreated(parent!);
}
