import { notNullOf } from '../../../model/not-null.ts';
import type { Hazard } from '../../../model/plan.ts';
import type { Fact } from '../../../model/schema.ts';
import { splitLast } from '../../../postgres/identifier.ts';
import type { Context, Statement, Statements } from '../../kind.ts';
import { hazard } from '../hazards/hazard.ts';
import { givesNotNull } from '../trees/inherited-column.ts';
import { comesDown, followersAfter, isNotValid, staysBelow } from '../trees/tree.ts';
import { dropNotNull } from './lost-not-null.ts';
import { addNotNull, hasNamedNotNulls, notNullName } from './not-null.ts';
import { changeOf, isEarlier, isInheritedBefore, type Parent, parentsOf } from './not-null-change.ts';
import { renameNotNull } from './rename-not-null.ts';

/** The hazard that rows have no value in a column. */
export function nullsMayFail({ name }: Fact): Hazard {
  const [table, column] = splitLast(name);
  return hazard('may-fail', `Rows of ${table} may have no value in ${column}.`, {
    from: { table },
    where: `${column} IS NULL`,
  });
}

/** The columns that stay below a column and are NOT NULL after the change. `isThere`: they are so before that column is. */
function notNullBelow(above: Fact, isRenewal: boolean, context: Context) {
  return followersAfter(above, context).flatMap((now) => {
    if (!now.definition.notNull || !staysBelow(now, above.id, context)) return [];
    const below = context.isCreated(now.id) ? undefined : context.from.facts.get(now.id);
    const isGivenUp = below !== undefined && isOwnAndChecked(below, context) && isNotValid(now);
    const isThere =
      below === undefined
        ? !comesDown(now, context)
        : below.definition.notNull === true &&
          !isGivenUp &&
          !(isRenewal && goesInRenewal(below, now, context));
    return [{ below, now, isThere, isGivenUp }];
  });
}

/** The NOT NULL that a child had before its parent is valid, and would stay so where the parent's is NOT VALID. */
function isOwnAndChecked(below: Fact, context: Context): boolean {
  return notNullOf(below)?.isNotValid === false && !isInheritedBefore(below, context);
}

function goesInRenewal(below: Fact, now: Fact, context: Context): boolean {
  const { origin } = notNullOf(below) ?? {};
  return origin === 'inherited' || (origin === 'both' && changeOf(below, now, context) === 'renewed');
}

/**
 * A parent's NOT NULL creates one of the same name in each child, and an inherited one cannot be renamed. So children whose NOT
 * NULL has another name, or is their own as well, get it first, and the parent's merges with it.
 */
export function prepareBelow(above: Fact, given: string, isRenewal: boolean, context: Context): Statements {
  return notNullBelow(above, isRenewal, context).flatMap(({ below, now, isThere, isGivenUp }) => {
    const is = notNullName(now);
    if (isThere && below === undefined) return [];
    if (isThere && below !== undefined) {
      if (parentsOf(now, context).some((parent) => isEarlierGiver(parent, above, context))) return [];
      const isFree = notNullName(below) !== is && !isInheritedBefore(below, context);
      const isValidated = isNotValid(below) && !isNotValid(now);
      return [
        ...(isFree ? renameNotNull(below, now, context) : []),
        ...(givesNotNull(below)
          ? []
          : [...prepareBelow(now, is, isRenewal, context), inheritNotNull(now, '')]),
        ...(isValidated ? [validate(isFree ? now : below)] : []),
      ];
    }
    const deeper = [
      ...(isGivenUp ? [dropNotNull(below as Fact)] : []),
      ...prepareBelow(now, is, isRenewal || isGivenUp, context),
    ];
    const comes =
      is === given ||
      parentsOf(now, context).some(
        (parent) =>
          parent.now !== undefined &&
          notNullName(parent.now) === is &&
          isEarlierGiver(parent, above, context),
      );
    if (comes && notNullOf(now)?.origin !== 'both') return deeper;
    return [...deeper, addNotNull(now)];
  });
}

/** Whether another parent, which is changed earlier, gives the child a NOT NULL. */
function isEarlierGiver({ before, now }: Parent, next: Fact, context: Context): boolean {
  if (now === undefined || !givesNotNull(now)) return false;
  const isNew = before === undefined || !givesNotNull(before) || changeOf(before, now, context) === 'renewed';
  return isNew && isEarlier(now, next);
}

/** Whether a new column is added without its NOT NULL, since the columns that come with it below have other names for theirs. */
export function isNotNullLater(fact: Fact, context: Context): boolean {
  if (!hasNamedNotNulls(context.from) || !fact.definition.notNull || fact.definition.identity) return false;
  // ADD COLUMN gives the children a NOT NULL although it is NO INHERIT.
  if (!givesNotNull(fact)) return followersAfter(fact, context).length > 0;
  return prepareBelow(fact, notNullName(fact), false, context).length > 0;
}

/** Validates those of the children that came NOT VALID with the parent's and are to be valid. */
export function validateBelow(above: Fact, isRenewal: boolean, context: Context): Statements {
  return notNullBelow(above, isRenewal, context).flatMap(({ now, isThere }) => {
    if (isThere) return [];
    if (isNotValid(now)) return validateBelow(now, isRenewal, context);
    return [validate(now)];
  });
}

/** Validates a column's NOT NULL. */
export function validate(column: Fact): Statement {
  const [table] = splitLast(column.name);
  return {
    sql: `ALTER TABLE ${table} VALIDATE CONSTRAINT ${notNullName(column)}`,
    hazards: [nullsMayFail(column)],
  };
}

/** Sets NO INHERIT of a column's NOT NULL, or takes it back. */
export function inheritNotNull(column: Fact, no: 'NO ' | ''): string {
  const [table] = splitLast(column.name);
  return `ALTER TABLE ${table} ALTER CONSTRAINT ${notNullName(column)} ${no}INHERIT`;
}
