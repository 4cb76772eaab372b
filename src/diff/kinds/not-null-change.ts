import type { ObjectId } from '../../model/object-id.ts';
import type { Hazard } from '../../model/plan.ts';
import type { Fact } from '../../model/schema.ts';
import { splitLast } from '../../postgres/identifier.ts';
import type { Context, Statement } from '../kind.ts';
import { givesNotNull } from './inherited-column.ts';
import { addNotNull, chosenName, disputedName, notNullName } from './not-null.ts';
import {
  comesDown,
  followersAfter,
  followersBefore,
  holds,
  isAwaited,
  staysBelow,
  tiesAfter,
  tiesBefore,
} from './tree.ts';

type Sql = readonly (string | Statement)[];

/**
 * What turns a column's NOT NULL into another, and that of the columns that follow it. Where a parent's does the same, the
 * parent's statements have brought it about. https://www.postgresql.org/docs/18/ddl-constraints.html
 */
export function changeNotNull(before: Fact, after: Fact, context: Context): Sql {
  const turn = turnOf(before, after, context);
  if (turn === 'lost') return isTaken(before, after, context) ? [] : lose(before, context);
  if (turn === undefined || isBrought(turn, after, context)) return [];
  if (turn === 'gained') return gain(after, context, false);
  if (turn === 'renewed') return renew(before, after, context);
  return adjust(before, after, context);
}

/** Whether a remark on a column's NOT NULL is lost, as that goes and is made again. */
export function losesRemark(before: Fact, after: Fact, remark: Fact, context: Context): boolean {
  return remark.name.startsWith('constraint:') && turnOf(before, after, context) === 'renewed';
}

type Turn = 'gained' | 'lost' | 'renewed' | 'adjusted';

function turnOf(before: Fact, after: Fact, context: Context): Turn | undefined {
  const [was, is] = [before.definition, after.definition];
  if (!was.notNull) return is.notNull ? 'gained' : undefined;
  if (!is.notNull) return 'lost';
  if (is.notNullNotValid && !was.notNullNotValid) return 'renewed';
  if (notNullName(before) !== notNullName(after) && !isKept(before, after, context))
    return canRename(before, after, context) ? 'adjusted' : 'renewed';
  const isValidated = was.notNullNotValid && !is.notNullNotValid;
  return isValidated || was.notNullNoInherit !== is.notNullNoInherit ? 'adjusted' : undefined;
}

/** Whether a NOT NULL comes from above all the time: no command renames it, and another name is told of. */
function isKept(before: Fact, after: Fact, context: Context): boolean {
  return (
    after.remarks?.notNull !== undefined &&
    tiesBefore(before, context).some(
      ({ above, link }) => holds(link, context) && givesNotNull(context.from.facts.get(above)),
    )
  );
}

/** A name changes in the whole tree at once, where it is the same in all of it and comes from one parent. */
function canRename(before: Fact, after: Fact, context: Context): boolean {
  if (!givesNotNull(before)) return true;
  return followersBefore(before, context).every((below) => {
    const now = context.to.facts.get(below.id);
    if (now === undefined || !staysBelow(now, after.id, context) || !now.definition.notNull) return true;
    if (notNullName(below) !== notNullName(before)) return false;
    if (notNullName(now) !== notNullName(after) && !isNeeded(before, context)) return false;
    const givers = tiesAfter(now, context).filter(({ above }) => givesNotNull(context.from.facts.get(above)));
    return givers.length === 1 && canRename(below, now, context);
  });
}

/** Whether something holds on to a NOT NULL, so that it cannot go to be made anew. */
function isNeeded(column: Fact, context: Context): boolean {
  return (
    column.definition.identity !== undefined ||
    context
      .dependentsBefore(column.id)
      .some(({ definition, id }) => definition.type === 'primary' && !context.isDropped(id))
  );
}

/** A parent's column, which may be new or go. */
interface Parent {
  readonly before: Fact | undefined;
  readonly now: Fact | undefined;
}

/** The columns above that a column follows before or after, in parents that stay its table's. */
function parentsOf(column: Fact, context: Context): readonly Parent[] {
  const [was, is] = [context.from.facts.get(column.id), context.to.facts.get(column.id)];
  const ties = [
    ...(was === undefined ? [] : tiesBefore(was, context)),
    ...(is === undefined ? [] : tiesAfter(is, context)),
  ];
  const isAbove = (link: ObjectId) =>
    holds(link, context) || (is !== undefined && isAwaited(link, is, context));
  const ids = ties.filter(({ above, link }) => isAbove(link) && !context.isReplaced(above));
  return [...new Set(ids.map(({ above }) => above))].map((id) => ({
    before: context.from.facts.get(id),
    now: context.to.facts.get(id),
  }));
}

/** Whether the NOT NULL comes with a parent's, or its change does. */
function isBrought(turn: Turn, after: Fact, context: Context): boolean {
  return parentsOf(after, context).some(({ before, now }) => {
    if (now === undefined || !givesNotNull(now)) return false;
    if (before === undefined || !givesNotNull(before)) return true;
    const above = turnOf(before, now, context);
    return above === 'renewed' || (above === 'adjusted' && turn === 'adjusted');
  });
}

/** Whether a column's NOT NULL goes with its parent's. */
function isTaken(own: Fact, after: Fact, context: Context): boolean {
  if (own.remarks?.notNull === 'both') return false;
  return parentsOf(after, context).some(
    ({ before, now }) =>
      before !== undefined &&
      givesNotNull(before) &&
      !now?.definition.notNull &&
      !leavesNotNull(before, context),
  );
}

function gain(after: Fact, context: Context, isRenewal: boolean): Sql {
  const [table, column] = splitLast(after.name);
  const { definition } = after;
  const isOld = context.from.serverVersion < 180000;
  const name = chosenName(after) ?? (isOld ? undefined : disputedName(table, column, context));
  const isPlain = name === undefined && !definition.notNullNoInherit && !definition.notNullNotValid;
  const sql = isPlain ? `ALTER TABLE ${table} ALTER COLUMN ${column} SET NOT NULL` : addNotNull(after);
  const isQuiet = isOld || !givesNotNull(after);
  return [
    ...(isQuiet ? [] : prepareBelow(after, notNullName(after), isRenewal, context)),
    { sql, hazards: definition.notNullNotValid ? [] : [mayFail(after)] },
    ...(isQuiet || !definition.notNullNotValid ? [] : validateBelow(after, isRenewal, context)),
  ];
}

/** What children have from several parents is gone when all of these have lost theirs: the first does it for the others. */
function renew(before: Fact, after: Fact, context: Context): Sql {
  const together = renewedWith(before, context);
  const isFirst = together.every((other) => other === before || hasItsTurnFirst(before, other));
  const gone = isFirst ? [...together, ...together.flatMap((column) => renewedBelow(column, context))] : [];
  if (!givesNotNull(after)) return [...lose(before, context), ...gain(after, context, true)];
  return [...gone.map((column) => dropNotNull(column)), ...gain(after, context, true)];
}

/** The columns below that have a NOT NULL of their own besides, which does not go with their parents'. */
function renewedBelow(above: Fact, context: Context): readonly Fact[] {
  return followersBefore(above, context).flatMap((below) => {
    const now = context.to.facts.get(below.id);
    if (now === undefined || !staysBelow(now, above.id, context)) return [];
    const isOwn = below.remarks?.notNull === 'both' && turnOf(below, now, context) === 'renewed';
    return [...(isOwn ? [below] : []), ...renewedBelow(below, context)];
  });
}

/** A column and the other parents' columns whose NOT NULL is made anew with its own. */
function renewedWith(before: Fact, context: Context): readonly Fact[] {
  const others = followersBefore(before, context)
    .flatMap((below) => tiesBefore(below, context))
    .filter(({ link }) => holds(link, context))
    .flatMap(({ above }) => {
      const [was, is] = [context.from.facts.get(above), context.to.facts.get(above)];
      if (was === undefined || is === undefined || context.isReplaced(above)) return [];
      return turnOf(was, is, context) === 'renewed' ? [was] : [];
    });
  return [...new Set([before, ...others])];
}

/** Among columns that do not wait for each other. */
function hasItsTurnFirst(one: Fact, other: Fact): boolean {
  return (
    (one.position ?? 0) - (other.position ?? 0) < 0 || (one.position === other.position && one.id < other.id)
  );
}

function mayFail({ name }: Fact): Hazard {
  const [table, column] = splitLast(name);
  return {
    kind: 'may-fail',
    message: `Rows of ${table} may have no value in ${column}.`,
    countQuery: `SELECT count(*) FROM ${table} WHERE ${column} IS NULL`,
  };
}

/** The columns that stay below one and are NOT NULL, as they were and are, and whether they are so before it is. */
function notNullBelow(above: Fact, isRenewal: boolean, context: Context) {
  return followersAfter(above, context).flatMap((now) => {
    if (!now.definition.notNull || !staysBelow(now, above.id, context)) return [];
    const below = context.isCreated(now.id) ? undefined : context.from.facts.get(now.id);
    const isThere =
      below === undefined
        ? !comesDown(now, context)
        : below.definition.notNull === true && !(isRenewal && goesInRenewal(below, now, context));
    return [{ below, now, isThere }];
  });
}

function goesInRenewal(below: Fact, now: Fact, context: Context): boolean {
  const own = below.remarks?.notNull;
  return own === 'inherited' || (own === 'both' && turnOf(below, now, context) === 'renewed');
}

/**
 * A parent's NOT NULL gives its children one of the same name. Those that bear a name of their own, or are the child's own as
 * well, get it first, and the parent's joins it: what is inherited cannot be renamed any more.
 */
export function prepareBelow(above: Fact, given: string, isRenewal: boolean, context: Context): Sql {
  return notNullBelow(above, isRenewal, context).flatMap(({ below, now, isThere }) => {
    const [table] = splitLast(now.name);
    const is = notNullName(now);
    if (isThere && below === undefined) return [];
    if (isThere && below !== undefined) {
      const was = notNullName(below);
      const isFree = below.remarks?.notNull === undefined && was !== is;
      const isValidated = below.definition.notNullNotValid && !now.definition.notNullNotValid;
      return [
        ...(isFree ? [`ALTER TABLE ${table} RENAME CONSTRAINT ${was} TO ${is}`] : []),
        ...(givesNotNull(below)
          ? []
          : [...prepareBelow(now, is, isRenewal, context), inheritNotNull(now, '')]),
        ...(isValidated ? [validate(now)] : []),
      ];
    }
    const deeper = prepareBelow(now, is, isRenewal, context);
    const comes = is === given || parentsOf(now, context).some((parent) => isGiver(parent, is, above));
    if (comes && now.remarks?.notNull !== 'both') return deeper;
    return [...deeper, addNotNull(now)];
  });
}

/** Whether another parent, which has its turn first, gives its NOT NULL this name now. */
function isGiver({ before, now }: Parent, name: string, next: Fact): boolean {
  if (now === undefined || givesNotNull(before) || !givesNotNull(now)) return false;
  return notNullName(now) === name && hasItsTurnFirst(now, next);
}

/** Whether a new column has to be there before it is NOT NULL, since those that come below it bear other names for theirs. */
export function isNotNullLater(fact: Fact, context: Context): boolean {
  if (context.from.serverVersion < 180000 || !givesNotNull(fact) || fact.definition.identity) return false;
  return prepareBelow(fact, notNullName(fact), false, context).length > 0;
}

/** What has come NOT VALID with the parent's is validated where it is to be valid. */
function validateBelow(above: Fact, isRenewal: boolean, context: Context): Sql {
  return notNullBelow(above, isRenewal, context).flatMap(({ now, isThere }) => {
    if (isThere) return [];
    if (now.definition.notNullNotValid) return validateBelow(now, isRenewal, context);
    return [validate(now)];
  });
}

function validate(column: Fact): Statement {
  const [table] = splitLast(column.name);
  return {
    sql: `ALTER TABLE ${table} VALIDATE CONSTRAINT ${notNullName(column)}`,
    hazards: [mayFail(column)],
  };
}

function inheritNotNull(column: Fact, no: 'NO ' | ''): string {
  const [table] = splitLast(column.name);
  return `ALTER TABLE ${table} ALTER CONSTRAINT ${notNullName(column)} ${no}INHERIT`;
}

function dropNotNull({ name }: Fact, only = ''): string {
  const [table, column] = splitLast(name);
  return `ALTER TABLE ${only}${table} ALTER COLUMN ${column} DROP NOT NULL`;
}

/** What parts a column that goes from the NOT NULL of those that stay below it. */
export function partNotNull(gone: Fact, context: Context): Sql {
  if (context.from.serverVersion < 180000 || !givesNotNull(gone)) return [];
  return staysSomewhereBelow(gone, context) ? lose(gone, context) : [];
}

function staysSomewhereBelow(gone: Fact, context: Context): boolean {
  return followersBefore(gone, context).some(
    (below) =>
      stayedBelow(below, gone.id, context) &&
      (!context.isDropped(below.id) || staysSomewhereBelow(below, context)),
  );
}

/** Takes a NOT NULL away; those that stay below keep theirs, or get them back where PostgreSQL takes them along. */
function lose(before: Fact, context: Context): Sql {
  const isOnly = leavesNotNull(before, context);
  const kept = isOnly ? [] : keptBelow(before, context);
  const isOld = context.from.serverVersion < 180000;
  return [
    dropNotNull(before, isOnly ? 'ONLY ' : ''),
    ...kept.map((below) => {
      const [table, column] = splitLast(below.name);
      return isOld ? `ALTER TABLE ${table} ALTER COLUMN ${column} SET NOT NULL` : addNotNull(below);
    }),
  ];
}

/** Whether a NOT NULL is to go from its own table ONLY, which a partitioned one does not allow. */
function leavesNotNull(before: Fact, context: Context): boolean {
  if (context.from.serverVersion < 180000) return false;
  const isPartitioned = context.from.facts.get(before.parent!)?.definition.partitionKey !== undefined;
  return !isPartitioned && keptBelow(before, context).length > 0;
}

function stayedBelow(below: Fact, above: ObjectId, context: Context): boolean {
  return tiesBefore(below, context).some((tie) => tie.above === above && holds(tie.link, context));
}

/** The columns that stay NOT NULL while what gives them theirs goes. */
function keptBelow(before: Fact, context: Context): readonly Fact[] {
  if (!givesNotNull(before)) return [];
  const isOld = context.from.serverVersion < 180000;
  return followersBefore(before, context).flatMap((below) => {
    const now = context.to.facts.get(below.id);
    if (!below.definition.notNull || now === undefined || !stayedBelow(below, before.id, context)) return [];
    if (!now.definition.notNull) return keptBelow(below, context);
    if (isOld) return [below];
    const isGiven = tiesAfter(now, context).some(({ above }) => givesNotNull(context.to.facts.get(above)));
    return below.remarks?.notNull === 'both' || isGiven ? [] : [below];
  });
}

/** Name, validity, and whether it is for the children too. */
function adjust(before: Fact, after: Fact, context: Context): Sql {
  const [table] = splitLast(after.name);
  const [was, is] = [before.definition, after.definition];
  const [oldName, newName] = [notNullName(before), notNullName(after)];
  const statements: (string | Statement)[] = [];
  if (oldName !== newName) statements.push(`ALTER TABLE ${table} RENAME CONSTRAINT ${oldName} TO ${newName}`);
  if (was.notNullNotValid && !is.notNullNotValid) statements.push(validate(after));
  if (was.notNullNoInherit !== is.notNullNoInherit) {
    if (!is.notNullNoInherit) statements.push(...prepareBelow(after, newName, false, context));
    statements.push(inheritNotNull(after, is.notNullNoInherit ? 'NO ' : ''));
  }
  return statements;
}
