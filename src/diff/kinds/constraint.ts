import { notNullOf } from '../../model/not-null.ts';
import { kindOf, nameOf, type ObjectId, objectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import { isEnforced } from '../../postgres/enforced.ts';
import { splitLast } from '../../postgres/identifier.ts';
import { differsOnlyIn, hasChanged, list } from '../definition.ts';
import { type Context, type KindRules, looseness, type Statement, type Statements } from '../kind.ts';
import { optionChanges } from '../options.ts';
import { addOnline } from './constraints/add-online.ts';
import { addConstraintSql, constraintSettings, relationName } from './constraints/constraint-sql.ts';
import { hazardsOfNewConstraint, hazardsOfValidation } from './hazards/constraint-hazards.ts';
import { comesWithWhole, linksWithoutPart, placesIn } from './indexes/attached-index.ts';
import { givenUpIdentity, indexMarks, isNullable, statisticsChanges } from './indexes/index-marks.ts';
import { remakeAttached } from './indexes/remake-attached.ts';
import { staysUntilBuilt } from './indexes/replaced-online.ts';
import { validateLate } from './not-nulls/late-not-null.ts';
import { isInUse } from './shared/online.ts';
import {
  changesHands,
  checkComesAlong,
  checkFollows,
  checkGoesAlong,
  checksThatComeAgain,
  isValidatedAlone,
} from './trees/inherited-check.ts';
import { indexPlacesAfter, partitionsBefore } from './trees/partitions.ts';
import { releasedBy } from './trees/taken-over-rows.ts';
import {
  followersBefore,
  goesDown,
  holds,
  isOnlyInherited,
  leavesBelow,
  linksLeft,
  linksOfJoining,
  reversedOrder,
  tiesBefore,
} from './trees/tree.ts';

/** Constraints of tables. https://www.postgresql.org/docs/18/ddl-constraints.html */
export const constraintRules: KindRules = {
  rank: 610,
  create: createConstraint,
  drop: (fact, context) => {
    const identity = givenUpIdentity(fact, context);
    if (checkGoesAlong(fact, context)) return identity;
    const [table, name] = splitLast(fact.name);
    const only = leavesBelow(fact, context) ? 'ONLY ' : '';
    return [
      ...identity,
      {
        sql: `ALTER TABLE ${only}${table} DROP CONSTRAINT ${name}`,
        online: () => (staysUntilBuilt(fact, context) ? [] : undefined),
      },
      ...remakeAttached(fact, context),
    ];
  },
  alter: alterConstraint,
  // What its whole creates or attaches is there after it.
  reversedOrder: (fact, above, verb, context) =>
    verb === 'create' && comesWithWhole(fact, context) ? [] : reversedOrder(fact, above, verb, context),
  isDroppedAlone: (fact, context) =>
    leavesBelow(fact, context) ||
    remainsBelow(fact, context) ||
    refersByLostColumn(fact, context) ||
    holdsOwnPartitions(fact, context) ||
    givenUpIdentity(fact, context).length > 0,
  releasedBy,
  droppedAfterwards: (fact, verb, context) => (verb === 'drop' ? partitionsItHolds(fact, context) : []),
  replacedAround: checksThatComeAgain,
  // A check inherited from two parents stays when one parent's is dropped.
  staysWithout: ({ parent, definition }, gone) =>
    definition.type === 'check' && gone.kind === 'constraint' && gone.parent !== parent,
  inline: (fact, context) =>
    fact.definition.type === 'foreign' ||
    fact.definition.notValid ||
    isKeyOfInherited(fact, context) ||
    linksWithoutPart(fact, context).length > 0 ||
    comesWithWhole(fact, context)
      ? undefined
      : looseness.loose,
  waitsFor: (fact, context) => {
    if (fact.definition.type === 'check') return linksOfJoining(fact, context);
    if (fact.definition.type === 'foreign') return fact.dependsOn.flatMap((id) => placesIn(id, context));
    return comesWithWhole(fact, context) ? wholeAndLink(fact, context) : linksWithoutPart(fact, context);
  },
  takesLong: (fact, context) => isInUse(splitLast(fact.name)[0], context),
  changesBefore: ({ definition }, need) =>
    (definition.type === 'primary' || definition.replicaIdentity === true) && isNullable(need),
  slots: (fact) => [
    `constraint ${fact.name}`,
    ...(hasIndex(fact) ? [`relation ${relationName(fact)}`] : []),
    ...(fact.definition.type === 'primary' ? [`primary key of ${fact.parent}`] : []),
  ],
};

/** The partitions that cannot go before a foreign key to their table, with what links them to it: rows may refer to theirs. */
function partitionsItHolds(fact: Fact, context: Context): readonly ObjectId[] {
  const table = tableReferredTo(fact, context);
  if (table === undefined) return [];
  return partitionsBefore(table, context).flatMap((id) => [id, objectId('partition', nameOf(id))]);
}

/** Whether a foreign key refers to its own table, which is dropped after its partitions. */
function holdsOwnPartitions(fact: Fact, context: Context): boolean {
  const isToItself = tableReferredTo(fact, context) === fact.parent;
  return isToItself && context.isDropped(fact.parent!) && partitionsBefore(fact.parent!, context).length > 0;
}

/** The table whose key a foreign key refers to before the change. */
function tableReferredTo({ definition, dependsOn }: Fact, { from }: Context): ObjectId | undefined {
  if (definition.type !== 'foreign') return undefined;
  const keys = dependsOn.filter((id) => kindOf(id) === 'constraint' || kindOf(id) === 'index');
  return keys.flatMap((id) => from.facts.get(id)?.parent ?? [])[0];
}

/** Whether a foreign key uses a column that is dropped with its parent's, perhaps later than the key that it references. */
function refersByLostColumn({ definition, goesWith }: Fact, context: Context): boolean {
  if (definition.type !== 'foreign') return false;
  return goesWith.some((id) => {
    const column = context.isDropped(id) ? context.from.facts.get(id) : undefined;
    return column !== undefined && goesDown(column, context);
  });
}

/** Whether a child, on any level, keeps the columns of the check: dropping the parent's columns would leave the check there. */
function remainsBelow(check: Fact, context: Context): boolean {
  return followersBefore(check, context).some(
    (below) =>
      tiesBefore(below, context).some(({ above, link }) => above === check.id && holds(link, context)) &&
      (!below.goesWith.some((id) => context.isDropped(id)) || remainsBelow(below, context)),
  );
}

/** The partitioned constraint and the link that bring a partition's constraint. */
function wholeAndLink(fact: Fact, context: Context): readonly ObjectId[] {
  const places = indexPlacesAfter(fact.id, context);
  const wholes = places.flatMap(({ dependsOn }) => dependsOn.filter((id) => id !== fact.id));
  return [...wholes, objectId('partition', nameOf(fact.parent as ObjectId))];
}

function createConstraint(fact: Fact, context: Context): Statements {
  if (isValidatedAlone(fact, context)) return [validateConstraint(fact, context)];
  if (checkComesAlong(fact, context)) return [];
  if (comesWithWhole(fact, context)) return constraintSettings(fact);
  const [table, name] = splitLast(fact.name);
  const link: ObjectId = `partition:${table}`;
  const isLeaving = fact.definition.type === 'foreign' && context.isDropped(link) && !context.isCreated(link);
  return [
    ...(fact.definition.isThere ? [`ALTER TABLE ${table} DROP CONSTRAINT ${name}`] : []),
    // A partition keeps its parent's foreign keys when it leaves.
    ...(isLeaving ? [`ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${name}`] : []),
    addConstraint(fact, context),
    ...validateLate(fact, context),
    ...constraintSettings(fact),
  ];
}

function hasIndex({ definition }: Fact): boolean {
  return definition.type === 'primary' || definition.type === 'unique' || definition.type === 'exclude';
}

function addConstraint(fact: Fact, context: Context): Statement {
  const hazards = hazardsOfNewConstraint(fact, context);
  return { sql: addConstraintSql(fact), hazards, online: () => addOnline(fact, hazards, context) };
}

const deferral = /( DEFERRABLE)?( INITIALLY DEFERRED)?( NOT ENFORCED)?$/;

function alterConstraint(before: Fact, after: Fact, context: Context): Statements | 'replace' {
  if (checkFollows(before, after, context)) return [];
  if (changesHands(before, after, context)) return 'replace';
  const [table, name] = splitLast(after.name);
  const [was, is] = [before.definition, after.definition];
  if (
    !differsOnlyIn(was, is, [
      'notValid',
      'clustered',
      'replicaIdentity',
      'options',
      'statistics',
      'definition',
      'onOnly',
      'inherited',
      'merged',
    ])
  )
    return 'replace';
  if (is.notValid && !was.notValid) return 'replace';
  // PostgreSQL has no parameters to set where an index is divided.
  if (is.onOnly && hasChanged(before, after, 'options')) return 'replace';
  const statements: (string | Statement)[] = [];
  // ADD CONSTRAINT merges with the inherited check of the same name; one that leaves all parents is the table's own already.
  const isLeftAlone = linksLeft(before, context).length === tiesBefore(before, context).length;
  if (was.inherited && is.merged && !isLeftAlone) statements.push(addConstraint(after, context));
  if (was.definition !== is.definition) {
    const [old, now] = [String(was.definition), String(is.definition)];
    const isDeferral = is.type === 'foreign' && old.replace(deferral, '') === now.replace(deferral, '');
    if (!isDeferral || isEnforced(old) !== isEnforced(now)) return 'replace';
    if (refersByOther(before, after)) return 'replace';
    // Whether it is enforced stays, and to say that again would be no word about when it is checked.
    const clause = deferral.exec(now)?.[0].replace(' NOT ENFORCED', '').trim() || 'NOT DEFERRABLE';
    statements.push(`ALTER TABLE ${table} ALTER CONSTRAINT ${name} ${clause}`);
  }
  const isUnchecked = was.notValid || (before.remarks?.notValid && !isOnlyInherited(after));
  if (isUnchecked && !is.notValid) {
    statements.push(validateConstraint(after, context));
  }
  const index = relationName(after);
  statements.push(
    ...optionChanges(list(was, 'options'), list(is, 'options')).map(
      (clause) => `ALTER INDEX ${index} ${clause}`,
    ),
    ...statisticsChanges(index, was, is),
    ...indexMarks(before, after, context),
  );
  return statements;
}

/** A primary key in CREATE TABLE would give inherited columns a NOT NULL of their own. */
function isKeyOfInherited({ definition, dependsOn }: Fact, { to }: Context): boolean {
  return (
    definition.type === 'primary' &&
    dependsOn.some((id) => {
      const column = to.facts.get(id);
      return column !== undefined && notNullOf(column)?.origin === 'inherited';
    })
  );
}

/** Whether a foreign key uses another key or index of the referenced table than before. */
function refersByOther(before: Fact, after: Fact): boolean {
  const isKey = (id: ObjectId) => kindOf(id) === 'constraint' || kindOf(id) === 'index';
  return before.dependsOn.some((id) => isKey(id) && !after.dependsOn.includes(id));
}

function validateConstraint(fact: Fact, context: Context): Statement {
  const [table, name] = splitLast(fact.name);
  return {
    sql: `ALTER TABLE ${table} VALIDATE CONSTRAINT ${name}`,
    hazards: hazardsOfValidation(fact, context),
  };
}
