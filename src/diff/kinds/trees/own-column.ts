import { kindOf, type ObjectId, objectId } from '../../../model/object-id.ts';
import type { Fact } from '../../../model/schema.ts';
import { freeName } from '../../../postgres/generated-name.ts';
import { bareName, splitLast } from '../../../postgres/identifier.ts';
import type { Context, Statements } from '../../kind.ts';
import { addNotNull, chosenName, hasNamedNotNulls, notNullName } from '../not-nulls/not-null.ts';
import { prepareBelow } from '../not-nulls/not-null-below.ts';
import { type Lender, lenderOf } from './lent-column.ts';
import { handsValuesOver, isGivenUp, isTakenOver, restatesNotNull, takesNotNullOver } from './own-copy.ts';
import { followersBefore, goesDown, tiesAfter, tiesBefore } from './tree.ts';

/**
 * The parents that a child has to leave and come back to so that a column, or its NOT NULL, is its own or no more, and what has
 * to go so that it can be without its NOT NULL for a moment.
 */
export function leftForOwn(column: Fact, context: Context): readonly ObjectId[] {
  const { id } = column;
  const isRestated = restatesNotNull(id, context) && !context.isDropped(id);
  if (!isRestated && !isTakenOver(id, context) && !isGivenUp(id, context)) return [];
  const links = tiesAfter(column, context).map(({ link }) => link);
  if (!isRestated) return links;
  const keys = context.dependentsBefore(id).filter(({ definition }) => definition.type === 'primary');
  return [...links, ...keys.map((key) => key.id)];
}

/** Another NOT NULL that comes from above, or one that is the child's own as well; undefined where it is about neither. */
export function changeOwnNotNull(column: Fact, context: Context): Statements | undefined {
  const [table, name] = splitLast(column.name);
  const alter = (clause: string) => `ALTER TABLE ${table} ALTER COLUMN ${name} ${clause}`;
  // What was left alone has its NOT NULL as its own by then.
  if (isTakenOver(column.id, context)) return undefined;
  if (!restatesNotNull(column.id, context))
    return takesNotNullOver(column.id, context) ? [alter('SET NOT NULL')] : undefined;
  const lender = lenderOf(column, context);
  // It has not been said yet that the parents are left.
  if (lender === undefined) return [];
  const isOwn = column.definition.ownNotNull === true;
  return [alter('DROP NOT NULL'), addNotNull(on(lender, column)), ...(isOwn ? [alter('SET NOT NULL')] : [])];
}

/** The column as the one that lends it has it. */
function on({ table }: Lender, column: Fact): Fact {
  const remarks = { ...column.remarks, notNullName: notNullName(column) };
  return { ...column, name: `${table}.${splitLast(column.name)[1]}`, remarks };
}

/** What a child's own column is called while the one that comes from above takes its place. */
function asideName({ name }: Fact, { from, to }: Context): string {
  const [table] = splitLast(name);
  return freeName(bareName(name), '', 'own', (aside) =>
    [from, to].some(({ facts }) => facts.has(objectId('column', `${table}.${aside}`))),
  );
}

/** Whether a column is not dropped when its turn comes, but moved out of the way, or taken along by one above that is. */
export function isRenamedByDrop(column: Fact, context: Context): boolean {
  if (handsValuesOver(column, context)) return true;
  return (
    goesDown(column, context) &&
    tiesBefore(column, context).some(({ above }) => isRenamedByDrop(context.from.facts.get(above)!, context))
  );
}

/** Moves a child's own column out of the way of the one that is to come from above; its values go over to that. */
export function setAside(column: Fact, context: Context): string[] {
  const [table, name] = splitLast(column.name);
  const aside = asideName(column, context);
  return [
    `ALTER TABLE ${table} RENAME COLUMN ${name} TO ${aside}`,
    ...(column.definition.notNull === true && hasNamedNotNulls(context.from)
      ? giveUpNotNull(column, aside, context)
      : []),
  ];
}

/** Its name is the one that the other column's is to have. Those below have some of their own besides. */
function giveUpNotNull(column: Fact, aside: string, context: Context): string[] {
  const own = followersBefore(column, context).filter(({ remarks }) => remarks?.notNull === 'both');
  return [
    `ALTER TABLE ${splitLast(column.name)[0]} ALTER COLUMN ${aside} DROP NOT NULL`,
    ...own.flatMap((below) => giveUpNotNull(below, aside, context)),
  ];
}

/**
 * The column comes from above, and takes the values of the one that has stepped aside: triggers see nothing of it. What it is
 * filled with lies with who lends it as well, so that those below its table are filled as well.
 */
export function comeFromAbove(column: Fact, lender: Lender, context: Context): Statements {
  const [table, name] = splitLast(column.name);
  const { type, collation, notNull } = column.definition;
  const collate = collation === undefined ? '' : ` COLLATE ${collation}`;
  const aside = asideName(column, context);
  // A domain may want a value at once.
  const isPlain = !column.dependsOn.some((id) => kindOf(id) === 'domain');
  const lend = (clause: string) => `ALTER TABLE ${lender.table} ${clause}`;
  return [
    lend(`ADD COLUMN ${aside} ${type}${collate}`),
    lend(`ADD COLUMN ${name} ${isPlain ? `${type}${collate}` : 'text'}`),
    lend(`ALTER COLUMN ${name} TYPE ${type}${collate} USING ${aside}`),
    ...(notNull ? notNullFrom(column, lender, context) : []),
    lend(`DROP COLUMN ${aside}`),
    `ALTER TABLE ${table} DROP COLUMN ${aside}`,
  ];
}

/** Its NOT NULL comes from above, is its own, or both. */
function notNullFrom(column: Fact, lender: Lender, context: Context): Statements {
  const [table, name] = splitLast(column.name);
  const set = (of: string) => `ALTER TABLE ${of} ALTER COLUMN ${name} SET NOT NULL`;
  if (!hasNamedNotNulls(context.from)) return [set(table)];
  const origin = column.remarks?.notNull;
  if (origin === undefined) return [chosenName(column) === undefined ? set(table) : addNotNull(column)];
  return [
    ...prepareBelow(column, notNullName(column), false, context),
    addNotNull(on(lender, column)),
    ...(origin === 'both' ? [set(table)] : []),
  ];
}
