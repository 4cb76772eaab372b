import { notNullOf } from '../../../model/not-null.ts';
import { kindOf, type ObjectId, objectId } from '../../../model/object-id.ts';
import type { Fact } from '../../../model/schema.ts';
import { freeName } from '../../../postgres/generated-name.ts';
import { bareName, splitLast } from '../../../postgres/identifier.ts';
import type { Context, Statement, Statements } from '../../kind.ts';
import { typeSql } from '../columns/column-type.ts';
import { writesAnew } from '../hazards/hazard.ts';
import { addNotNull, hasNamedNotNulls, notNullName } from '../not-nulls/not-null.ts';
import { prepareBelow } from '../not-nulls/not-null-below.ts';
import { setNotNull } from '../not-nulls/set-not-null.ts';
import { asInLender, type Lender, lenderOf } from './lent-column.ts';
import { handsValuesOver, isGivenUp, isTakenOver, restatesNotNull, takesNotNullOver } from './own-copy.ts';
import { followersBefore, goesDown, isNotValid, tiesAfter, tiesBefore } from './tree.ts';

/**
 * What has to be replaced so that a column, or its NOT NULL, becomes local or stops being so: the links to its parents, and
 * primary keys where it is without its NOT NULL for a moment.
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

/** Gives a column an inherited NOT NULL of another name, or makes it local as well; undefined where neither is wanted. */
export function changeOwnNotNull(column: Fact, context: Context): Statements | undefined {
  const [table, name] = splitLast(column.name);
  const alter = (clause: string) => `ALTER TABLE ${table} ALTER COLUMN ${name} ${clause}`;
  const isDetached = isTakenOver(column.id, context);
  if (!restatesNotNull(column.id, context))
    return takesNotNullOver(column.id, context) && !isDetached ? [makeLocal(column, context)] : undefined;
  const lender = lenderOf(column, context);
  // The change set does not detach the child yet: this is called again when it does.
  if (lender === undefined) return [];
  // A detached child's NOT NULL is local already.
  if (isDetached) {
    const lent = `ALTER TABLE ${lender.table} ADD COLUMN ${name} ${typeSql(column)}`;
    return [alter('DROP NOT NULL'), lent, addNotNull(asInLender(lender, column))];
  }
  const isOwn = notNullOf(column)?.origin === 'both';
  return [
    alter('DROP NOT NULL'),
    addNotNull(asInLender(lender, column)),
    ...(isOwn ? [makeLocal(column, context)] : []),
  ];
}

/** Makes an inherited NOT NULL local as well. SET NOT NULL would mean a valid one. */
function makeLocal(column: Fact, context: Context): string | Statement {
  return isNotValid(column) ? addNotNull(column) : setNotNull(column, context);
}

/** The temporary name of a child's local column while the inherited one takes its place. */
function ownColumnAside({ name }: Fact, { from, to }: Context): string {
  const [table] = splitLast(name);
  return freeName(bareName(name), 'own', (aside) =>
    [from, to].some(({ facts }) => facts.has(objectId('column', `${table}.${aside}`))),
  );
}

/** Whether dropping a column only renames it at first, or it follows one above of which that is so. */
export function isRenamedByDrop(column: Fact, context: Context): boolean {
  if (handsValuesOver(column, context)) return true;
  return (
    goesDown(column, context) &&
    tiesBefore(column, context).some(({ above }) => isRenamedByDrop(context.from.facts.get(above)!, context))
  );
}

/** Renames a child's local column; the inherited one gets its values later. */
export function setAside(column: Fact, context: Context): string[] {
  const [table, name] = splitLast(column.name);
  const aside = ownColumnAside(column, context);
  return [
    `ALTER TABLE ${table} RENAME COLUMN ${name} TO ${aside}`,
    ...(column.definition.notNull === true && hasNamedNotNulls(context.from)
      ? giveUpNotNull(column, aside, context)
      : []),
  ];
}

/** Drops its NOT NULL, whose name the new column's is to have, and the local ones of those below. */
function giveUpNotNull(column: Fact, aside: string, context: Context): string[] {
  const own = followersBefore(column, context).filter((below) => notNullOf(below)?.origin === 'both');
  return [
    `ALTER TABLE ${splitLast(column.name)[0]} ALTER COLUMN ${aside} DROP NOT NULL`,
    ...own.flatMap((below) => giveUpNotNull(below, aside, context)),
  ];
}

/**
 * Adds the inherited column and fills it from the renamed one. No trigger fires. The source column exists on the temporary parent
 * too, so grandchildren are filled.
 */
export function comeFromAbove(column: Fact, lender: Lender, context: Context): Statements {
  const [table, name] = splitLast(column.name);
  const type = typeSql(column);
  const aside = ownColumnAside(column, context);
  // A domain may be NOT NULL: the column becomes one when it is filled.
  const isPlain = !column.dependsOn.some((id) => kindOf(id) === 'domain');
  const lend = (clause: string) => `ALTER TABLE ${lender.table} ${clause}`;
  return [
    lend(`ADD COLUMN ${aside} ${type}`),
    lend(`ADD COLUMN ${name} ${isPlain ? type : 'text'}`),
    {
      sql: lend(`ALTER COLUMN ${name} TYPE ${type} USING ${aside}`),
      hazards: writesAnew(table, `Having ${column.name} from its parent alone`),
    },
    ...(column.definition.notNull ? notNullFrom(column, lender, context) : []),
    lend(`DROP COLUMN ${aside}`),
    `ALTER TABLE ${table} DROP COLUMN ${aside}`,
  ];
}

/** Its NOT NULL is inherited, local, or both. */
function notNullFrom(column: Fact, lender: Lender, context: Context): Statements {
  const [table, name] = splitLast(column.name);
  const set = (of: string) => `ALTER TABLE ${of} ALTER COLUMN ${name} SET NOT NULL`;
  if (!hasNamedNotNulls(context.from)) return [set(table)];
  const { name: chosen, origin } = notNullOf(column)!;
  const isPlain = chosen === undefined && !isNotValid(column);
  const own = isPlain ? set(table) : addNotNull(column);
  if (origin === 'own') return [own];
  return [
    ...prepareBelow(column, notNullName(column), false, context),
    addNotNull(asInLender(lender, column)),
    ...(origin === 'both' ? [own] : []),
  ];
}
