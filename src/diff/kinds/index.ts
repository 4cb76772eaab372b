import type { Hazard } from '../../model/plan.ts';
import type { Fact } from '../../model/schema.ts';
import { splitLast } from '../../postgres/identifier.ts';
import { differsOnlyIn } from '../definition.ts';
import type { Context, KindRules, Statement, Statements } from '../kind.ts';
import { hazardsOfNewIndex } from './hazards/constraint-hazards.ts';
import { holdsConstraints, linkOfTwin, linksOfIndexedPartitions } from './indexes/attached-index.ts';
import {
  givenUpIdentity,
  indexMarks,
  indexSettings,
  isNullable,
  statisticsChanges,
} from './indexes/index-marks.ts';
import { indexSql } from './indexes/index-sql.ts';
import { remakeAttached } from './indexes/remake-attached.ts';
import { isBuiltConcurrently, staysUntilBuilt } from './indexes/replaced-online.ts';
import { nameAside } from './shared/aside.ts';
import { isInUse, readsBeside } from './shared/online.ts';
import { goesDown } from './trees/tree.ts';

/** Indexes that no constraint stands on. https://www.postgresql.org/docs/18/sql-createindex.html */
export const indexRules: KindRules = {
  rank: 620,
  create: (fact, context) => [createIndex(fact, context), ...indexSettings(fact, fact.name)],
  drop: (fact, context) => {
    const identity = givenUpIdentity(fact, context);
    if (goesDown(fact, context)) return identity;
    return [...identity, dropIndex(fact, context), ...remakeAttached(fact, context)];
  },
  isDroppedAlone: (fact, context) => givenUpIdentity(fact, context).length > 0,
  alter: (before, after, context) => {
    const marks = ['clustered', 'replicaIdentity', 'tablespace', 'statistics', 'onOnly'];
    if (!differsOnlyIn(before.definition, after.definition, marks)) return 'replace';
    const [was, is] = [before.definition, after.definition];
    return [
      ...(was.tablespace === is.tablespace
        ? []
        : [`ALTER INDEX ${after.name} SET TABLESPACE ${is.tablespace ?? 'pg_default'}`]),
      ...statisticsChanges(after.name, was, is),
      ...indexMarks(before, after, context),
    ];
  },
  slots: (fact) => [`relation ${fact.name}`],
  waitsFor: (fact, context) => [...linksOfIndexedPartitions(fact, context), ...linkOfTwin(fact, context)],
  takesLong: (fact, context) => isInUse(String(fact.definition.on), context),
  changesBefore: ({ definition }, need) => definition.replicaIdentity === true && isNullable(need),
};

function createIndex(fact: Fact, context: Context): Statement {
  const hazards = hazardsOfNewIndex(fact, context);
  return { sql: indexSql(fact), hazards, online: () => createOnline(fact, hazards, context) };
}

/** Undefined where no index is built beside others. `hazards`: of creating it at once. */
function createOnline(fact: Fact, hazards: readonly Hazard[], context: Context): Statements | undefined {
  if (!goesBesideOthers(fact, context)) return undefined;
  const refusals = hazards.filter(({ kind }) => kind === 'may-fail');
  const build = (index: Fact): Statement => ({
    sql: indexSql(index, 'CONCURRENTLY '),
    hazards: [readsBeside(String(fact.definition.on)), ...refusals],
    transaction: 'alone',
  });
  if (!staysUntilBuilt(fact, context)) return [build(fact)];
  const [schema, own] = splitLast(fact.name);
  const name = `${schema}.${nameAside(fact.name, fact.id, context)}`;
  return [build({ ...fact, name }), `DROP INDEX ${fact.name}`, `ALTER INDEX ${name} RENAME TO ${own}`];
}

function dropIndex(fact: Fact, context: Context): Statement {
  const name = `${fact.name}${holdsConstraints(fact.id, context) ? ' CASCADE' : ''}`;
  return { sql: `DROP INDEX ${name}`, online: () => dropOnline(fact, context) };
}

function dropOnline(fact: Fact, context: Context): Statements | undefined {
  if (!goesBesideOthers(fact, context)) return undefined;
  if (staysUntilBuilt(fact, context)) return [];
  return [{ sql: `DROP INDEX CONCURRENTLY ${fact.name}`, transaction: 'alone' }];
}

/** Whether it is built and dropped while others use its table. Partitioned indexes are only a definition. */
function goesBesideOthers(fact: Fact, context: Context): boolean {
  return isBuiltConcurrently(fact) && isInUse(String(fact.definition.on), context);
}
