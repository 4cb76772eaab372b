import { notNullOf } from '../../../model/not-null.ts';
import type { Fact } from '../../../model/schema.ts';
import { splitLast } from '../../../postgres/identifier.ts';
import type { Context, Statement, Statements } from '../../kind.ts';
import { givesNotNull } from '../trees/inherited-column.ts';
import { followersBefore, holds, staysBelow, tiesBefore } from '../trees/tree.ts';
import { dropAndKeepBelow, dropNotNull, goesWithParents } from './lost-not-null.ts';
import { addNotNull, disputedName, hasNamedNotNulls, notNullName } from './not-null.ts';
import { inheritNotNull, nullsMayFail, prepareBelow, validate, validateBelow } from './not-null-below.ts';
import { changeOf, isBrought, isEarlier, parentsOf } from './not-null-change.ts';
import { setNotNull } from './set-not-null.ts';

/**
 * Changes a column's NOT NULL and those of the columns that follow it. Nothing is left to do where a parent's change has come
 * down already. https://www.postgresql.org/docs/18/ddl-constraints.html
 */
export function changeNotNull(before: Fact, after: Fact, context: Context): Statements {
  const change = changeOf(before, after, context);
  if (change === 'lost')
    return goesWithParents(before, after, context) ? [] : dropAndKeepBelow(before, context);
  if (change === undefined || isBrought(change, after, context)) return [];
  if (change === 'gained') return gain(after, context, false);
  if (change === 'renewed') return renew(before, after, context);
  return adjust(before, after, context);
}

function gain(after: Fact, context: Context, isRenewal: boolean): Statements {
  const { isNoInherit, isNotValid, ...given } = notNullOf(after)!;
  const isOld = !hasNamedNotNulls(context.from);
  const name = given.name ?? disputedName(after, context);
  const isPlain = name === undefined && !isNoInherit && !isNotValid;
  const refusals = isNotValid ? [] : [nullsMayFail(after)];
  const isQuiet = isOld || !givesNotNull(after);
  return [
    ...(isQuiet ? [] : prepareBelow(after, notNullName(after), isRenewal, context)),
    isPlain ? setNotNull(after, context, refusals) : { sql: addNotNull(after), hazards: refusals },
    ...(isQuiet || !isNotValid ? [] : validateBelow(after, isRenewal, context)),
  ];
}

/**
 * A NOT NULL inherited from several parents is gone when all of them have lost theirs: the first one's statements drop them all.
 */
function renew(before: Fact, after: Fact, context: Context): Statements {
  const together = renewedWith(before, context);
  const isFirst = together.every((other) => other === before || isEarlier(before, other));
  const gone = isFirst ? [...together, ...together.flatMap((column) => renewedBelow(column, context))] : [];
  if (!givesNotNull(after)) return [...dropAndKeepBelow(before, context), ...gain(after, context, true)];
  return [...gone.map((column) => dropNotNull(column)), ...gain(after, context, true)];
}

/** The columns below whose NOT NULL is inherited and their own as well: it does not go with the parents'. */
function renewedBelow(above: Fact, context: Context): readonly Fact[] {
  return followersBefore(above, context).flatMap((below) => {
    const now = context.to.facts.get(below.id);
    if (now === undefined || !staysBelow(now, above.id, context)) return [];
    const isOwn = notNullOf(below)?.origin === 'both' && changeOf(below, now, context) === 'renewed';
    return [...(isOwn ? [below] : []), ...renewedBelow(below, context)];
  });
}

/** A column and those of other parents of the same children whose NOT NULL is renewed too. */
function renewedWith(before: Fact, context: Context): readonly Fact[] {
  const others = followersBefore(before, context)
    .flatMap((below) => tiesBefore(below, context))
    .filter(({ link }) => holds(link, context))
    .flatMap(({ above }) => {
      const [was, is] = [context.from.facts.get(above), context.to.facts.get(above)];
      if (was === undefined || is === undefined || context.isReplaced(above)) return [];
      return changeOf(was, is, context) === 'renewed' ? [was] : [];
    });
  return [...new Set([before, ...others])];
}

/** A NOT NULL's name when those above have been altered: the RENAME of one that was inherited has come down. */
function nameFromAbove(own: Fact, after: Fact, context: Context): string {
  const renamed = parentsOf(after, context).find(
    ({ before, now }) =>
      before !== undefined &&
      now !== undefined &&
      givesNotNull(before) &&
      notNullName(before) === notNullName(own) &&
      changeOf(before, now, context) === 'adjusted',
  );
  return notNullName(renamed?.now ?? own);
}

/** Alters the name, validates, and sets or drops NO INHERIT. */
function adjust(before: Fact, after: Fact, context: Context): Statements {
  const [table] = splitLast(after.name);
  const [was, is] = [notNullOf(before)!, notNullOf(after)!];
  const [oldName, newName] = [nameFromAbove(before, after, context), notNullName(after)];
  const statements: (string | Statement)[] = [];
  if (oldName !== newName) statements.push(`ALTER TABLE ${table} RENAME CONSTRAINT ${oldName} TO ${newName}`);
  if (was.isNotValid && !is.isNotValid) statements.push(validate(after));
  if (was.isNoInherit !== is.isNoInherit) {
    if (!is.isNoInherit) statements.push(...prepareBelow(after, newName, false, context));
    statements.push(inheritNotNull(after, is.isNoInherit ? 'NO ' : ''));
  }
  return statements;
}
