import type { ObjectId } from '../model/object-id.ts';
import type { Step } from '../model/plan.ts';
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
export function makeOwn(context: Context): readonly Step[] {
  const places: Step[] = [];
  const demands: Step[] = [];
  for (const fact of context.to.facts.values()) {
    if (fact.kind === 'inheritance') places.push(...steps(fact.id, joinAgain(fact, context)));
    if (fact.kind === 'column' && ownsDemand(fact, context)) {
      const [table, column] = splitLast(fact.name);
      demands.push(...steps(fact.id, [`ALTER TABLE ${table} ALTER COLUMN ${column} SET NOT NULL`]));
    }
  }
  return [...places, ...demands];
}

function steps(object: ObjectId, statements: readonly string[]): readonly Step[] {
  return statements.map((sql) => ({ sql, object, verb: 'alter', hazards: [], transaction: 'together' }));
}

/**
 * A table that leaves a parent keeps the columns as its own. What is to stay the parent's alone, another one lends meanwhile. It
 * comes back as the last of the parents, and so leaves only as that.
 */
function joinAgain(place: Fact, context: Context): readonly string[] {
  const { child, of } = place.definition;
  const parts = context.childrenAfter(place.parent as ObjectId);
  if (!holds(place.id, context) || !isLastParent(place, parts)) return [];
  const tied = parts.filter((part) => tiesAfter(part, context).some(({ link }) => link === place.id));
  const own = tied.filter((part) => becomesOwn(part, context) && tiesAfter(part, context).length === 1);
  if (own.length === 0 || context.childrenAfter(`table:${of}`).some(isUnchecked)) return [];
  const again = [`ALTER TABLE ${child} NO INHERIT ${of}`, `ALTER TABLE ${child} INHERIT ${of}`];
  if (!tied.some((part) => isOnlyInherited(part))) return again;
  const lender = lenderName(place);
  return [
    `CREATE TABLE ${lender} (LIKE ${of} INCLUDING CONSTRAINTS INCLUDING GENERATED)`,
    ...own.map(({ name }) => `ALTER TABLE ${lender} DROP COLUMN ${lastPart(name)}`),
    `ALTER TABLE ${child} INHERIT ${lender}`,
    ...again,
    `ALTER TABLE ${child} NO INHERIT ${lender}`,
    `DROP TABLE ${lender}`,
  ];
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

/** Whether a NOT NULL that a column had from above alone is to be its own too. */
function ownsDemand(column: Fact, context: Context): boolean {
  if (column.remarks?.notNull !== 'both' || !stays(column, context) || becomesOwn(column, context))
    return false;
  const was = context.from.facts.get(column.id);
  // It would keep its name: no command renames what is inherited as well.
  return was?.remarks?.notNull === 'inherited' && notNullName(was) === notNullName(column);
}

function stays({ id, parent }: Fact, context: Context): boolean {
  return !context.isCreated(id) && !context.isCreated(parent!);
}
