import type { ObjectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import { lastPart, splitLast } from '../../postgres/identifier.ts';
import { hasChanged, list } from '../definition.ts';
import { type Context, type KindRules, looseness, type Statement, type Statements } from '../kind.ts';
import { serverOptionChanges } from '../options.ts';
import { retyped, settingChanges } from './columns/column-settings.ts';
import {
  disturbsDependent,
  followsReplaced,
  isRetyped,
  retype,
  survivesType,
} from './columns/column-type.ts';
import { losesExpression, needsNewColumn, reliersLeft, setExpression } from './columns/generated-column.ts';
import { addColumn, isFilled, lateToastOptions } from './columns/new-column.ts';
import {
  columnsOfRowType,
  indexesOverRows,
  usersOfHolders,
  withHoldersAsText,
} from './columns/row-holders.ts';
import { hazardsOfDroppedColumn } from './hazards/column-hazards.ts';
import { forgottenCount } from './hazards/hazard.ts';
import { changeNotNull } from './not-nulls/change-not-null.ts';
import { partNotNull } from './not-nulls/lost-not-null.ts';
import { hasNamedNotNulls, notNullName } from './not-nulls/not-null.ts';
import { losesRemark, madeAnewAbove } from './not-nulls/not-null-change.ts';
import { alterIdentity, sequenceSettings, widenIdentity } from './sequences/identity.ts';
import { followsParent, isSameBelow } from './trees/inherited-column.ts';
import { firstLent } from './trees/lent-column.ts';
import { changeOwnNotNull, isRenamedByDrop, leftForOwn, setAside } from './trees/own-column.ts';
import { handsValuesOver, isGivenUp } from './trees/own-copy.ts';
import { columnsInKey, indexPlacesBefore } from './trees/partitions.ts';
import { releasedBy } from './trees/taken-over-rows.ts';
import {
  followersBefore,
  goesDown,
  holds,
  leavesBelow,
  linksOfJoining,
  reversedOrder,
  tiesAfter,
  topsOf,
} from './trees/tree.ts';

/** Columns of tables. https://www.postgresql.org/docs/18/ddl-alter.html */
export const columnRules: KindRules = {
  rank: 510,
  create: addColumn,
  drop: dropColumn,
  alter: alterColumn,
  inline: () => looseness.firm,
  waitsFor: (fact, context) => [
    ...linksOfJoining(fact, context),
    ...identitiesLeft(fact, context),
    ...firstLent(fact, context),
  ],
  breaksDependent: (before, after, dependent, context) =>
    disturbsDependent(before, after, dependent, context) ||
    losesRemark(before, after, dependent, context) ||
    isBuiltAnewAlone(before, after, dependent, context),
  staysWhileReplaced: survivesReplaced,
  // A child is detached before its former parent's columns are dropped.
  staysWithout: (fact, gone) => gone.kind === 'column' && gone.parent !== fact.parent,
  reversedOrder,
  replacedAround: (fact, context) => [
    ...leftMeanwhile(fact, context),
    ...leftForOwn(fact, context),
    ...usersOfRows(fact, context),
    ...reliersLeft(fact, context),
  ],
  alteredWith: madeAnewAbove,
  isRenamedByDrop,
  releasedBy,
  replacedInstead: (fact, context) => (isPartitionKey(fact, context) ? fact.parent : undefined),
  slots: namesHeld,
  changedInAbsence: columnsOfRowType,
};

/** The names of an identity's sequence and of a NOT NULL. */
function namesHeld(fact: Fact): readonly string[] {
  const { identitySequence, notNull } = fact.definition;
  return [
    ...(identitySequence === undefined ? [] : [`relation ${identitySequence}`]),
    ...(notNull ? [`constraint ${splitLast(fact.name)[0]}.${notNullName(fact)}`] : []),
  ];
}

/**
 * A column stays while its type is renamed and replaced, and while the partitioned table that its table leaves meanwhile is
 * replaced.
 */
function survivesReplaced(fact: Fact, replaced: Fact, context: Context): boolean {
  if (replaced.kind === 'column')
    return fact.parent !== replaced.parent && context.isReplaced(replaced.parent!);
  return survivesType(fact, replaced, context) && !isPartitionKey(fact, context);
}

/**
 * The parents that a child is detached from while a column changes its type. Of several parents only one passes the type down.
 * PostgreSQL 18 passes the name of its NOT NULL down as well, and fails or loses the child's where that has another one. DROP
 * EXPRESSION reaches one level only, so the levels between are detached too.
 */
function leftMeanwhile(fact: Fact, context: Context): readonly ObjectId[] {
  const before = context.from.facts.get(fact.id);
  if (before === undefined || !context.isAltered(fact.id)) return [];
  if (losesExpression(before.definition, fact.definition) && followersBefore(before, context).length > 0)
    return tiesAfter(fact, context).map(({ link }) => link);
  if (!isRetyped(before, fact, context)) return [];
  const [first] = topsOf(fact, context);
  const isLeft = (above: ObjectId) => {
    const [was, is] = [context.from.facts.get(above), context.to.facts.get(above)];
    if (was === undefined || is === undefined) return false;
    const isNamed = was.definition.notNull && before.definition.notNull && hasNamedNotNulls(context.from);
    if (isNamed && notNullName(was) !== notNullName(before)) return true;
    return topsOf(is, context).some((top) => top !== first);
  };
  return tiesAfter(fact, context).flatMap(({ above, link }) => (isLeft(above) ? [link] : []));
}

/** What uses columns that hold rows of its table, where those columns become text while it is added or altered, and what sorts its rows. */
function usersOfRows(fact: Fact, context: Context): readonly ObjectId[] {
  const before = context.from.facts.get(fact.id);
  const changesRows =
    !context.isAltered(fact.id) || (before !== undefined && isRetyped(before, fact, context));
  const isWritten = context.isCreated(fact.id)
    ? isFilled(fact) && !context.isCreated(fact.parent!)
    : before !== undefined &&
      context.isAltered(fact.id) &&
      (isRetyped(before, fact, context) || isStoredAnew(before, fact));
  return [
    ...(isWritten ? usersOfHolders(fact.parent!, context) : []),
    ...(changesRows ? indexesOverRows(fact, context) : []),
  ];
}

/** Whether a stored generated column gets another expression. */
function isStoredAnew(before: Fact, after: Fact): boolean {
  return after.definition.generated === 'STORED' && hasChanged(before, after, 'expression');
}

/**
 * Whether an index is part of a partitioned one, and is rebuilt because the partition's generated column alone gets another
 * expression.
 */
function isBuiltAnewAlone(before: Fact, after: Fact, { id }: Fact, context: Context): boolean {
  if (!isStoredAnew(before, after) || followsParent(after, context, 'expression')) return false;
  return indexPlacesBefore(id, context).length > 0;
}

/** Indexes that must stop (or start) being the replica identity before this column may be null. */
function identitiesLeft(fact: Fact, context: Context): readonly ObjectId[] {
  const before = context.from.facts.get(fact.id);
  if (!before?.definition.notNull || fact.definition.notNull) return [];
  const held = context
    .dependentsBefore(fact.id)
    .filter(({ id, definition }) => definition.replicaIdentity && !context.isDropped(id));
  if (held.length === 0) return [];
  const takers = context.childrenAfter(fact.parent!).filter(({ definition }) => definition.replicaIdentity);
  return [...held, ...takers].map(({ id }) => id);
}

/** Whether the table is partitioned by this column, which PostgreSQL then does not alter. */
function isPartitionKey(fact: Fact, context: Context): boolean {
  return columnsInKey(fact.parent!, context.from).includes(lastPart(fact.name));
}

function dropColumn(fact: Fact, context: Context): Statements {
  if (goesDown(fact, context)) return [];
  if (handsValuesOver(fact, context)) return setAside(fact, context);
  const [table, column] = splitLast(fact.name);
  const only = leavesBelow(fact, context) ? 'ONLY ' : '';
  return [
    ...partNotNull(fact, context),
    {
      sql: `ALTER TABLE ${only}${table} DROP COLUMN ${column}`,
      hazards: hazardsOfDroppedColumn(fact, context),
    },
  ];
}

function alterColumn(before: Fact, after: Fact, context: Context): Statements | 'replace' {
  const [was, is] = [before.definition, after.definition];
  if (isGivenUp(after.id, context) || needsNewColumn(before, after, context)) return 'replace';
  const hasOtherType = isRetyped(before, after, context);
  if (isPartitionKey(before, context) && hasOtherType) return 'replace';
  const [table, column] = splitLast(after.name);
  const alter = (clause: string) => `ALTER TABLE ${table} ALTER COLUMN ${column} ${clause}`;
  const statements: (string | Statement)[] = [];
  const follows = (property: string) => followsParent(after, context, property);
  if (losesExpression(was, is)) {
    if (!follows('generated')) statements.push(alter('DROP EXPRESSION'));
  } else if (was.expression !== is.expression && !follows('expression')) {
    const only = isSameBelow(after, 'expression', context) ? '' : 'ONLY ';
    const recomputed = setExpression(after, only);
    statements.push(
      ...(isStoredAnew(before, after)
        ? withHoldersAsText(after.parent!, context, [recomputed])
        : [recomputed]),
    );
  }
  if (was.identity !== undefined && is.identity === undefined && !follows('identity')) {
    statements.push({ sql: alter('DROP IDENTITY'), hazards: [forgottenCount(String(was.identitySequence))] });
  }
  const isFollowing = follows('type') || follows('collation') || isWholeFollowing(after, context);
  if (hasOtherType && !isFollowing) {
    statements.push(
      ...widenIdentity(was, is).map(alter),
      ...withHoldersAsText(after.parent!, context, [retype(before, after, context)]),
    );
  }
  if (hasOtherType) statements.push(...lateToastOptions(after, context));
  statements.push(
    ...(changeOwnNotNull(after, context) ?? changeNotNull(before, after, context)),
    ...alterIdentity(was, is, after.name, context, alter),
    ...(was.identity === undefined ? sequenceSettings(after, context) : []),
    ...settingChanges(after.name, hasOtherType ? retyped(was) : was, is, context),
  );
  const options = serverOptionChanges(list(was, 'serverOptions'), list(is, 'serverOptions'));
  if (options !== '') statements.push(alter(options));
  return statements;
}

/** Whether the parent's column, which this one follows, changes to a replaced type or collation of the same name. */
function isWholeFollowing(after: Fact, context: Context): boolean {
  return tiesAfter(after, context).some(({ above, link }) => {
    const now = context.to.facts.get(above);
    const stays = now !== undefined && holds(link, context) && !context.isCreated(above);
    return stays && followsReplaced(now, context);
  });
}
