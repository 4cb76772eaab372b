import type { ObjectId } from '../../model/object-id.ts';
import type { Hazard } from '../../model/plan.ts';
import type { Fact } from '../../model/schema.ts';
import { sqlAddress, withoutSignature } from '../address.ts';
import { changeOwner, giveOwner } from '../definition.ts';
import { type Context, type KindRules, looseness } from '../kind.ts';
import { columnIdsAfter, goingColumns, tablesNamed } from './columns/table-columns.ts';
import { hazard, hazardsOfLeaving } from './hazards/hazard.ts';
import { retireRoutine } from './shared/aside.ts';

/** Functions and procedures. https://www.postgresql.org/docs/18/sql-createfunction.html */
export const routineRules: KindRules = {
  rank: 450,
  create: createRoutine,
  drop: (fact, context) => [{ sql: `DROP ${sqlAddress(fact.id)}`, hazards: hazardsOfLeaving(fact, context) }],
  alter: (before, after, context) => {
    const [was, is] = [before.definition, after.definition];
    if (goneFromConflicts(after, context).length > 0) return 'replace';
    for (const name of ['arguments', 'result', 'window']) if (was[name] !== is[name]) return 'replace';
    if (Number(was.defaults ?? 0) > Number(is.defaults ?? 0)) return 'replace';
    // A default of a polymorphic parameter keeps the type that it was first given with.
    if (was.defaults && /\bany/.test(String(is.arguments)) && headOf(before) !== headOf(after))
      return 'replace';
    const rewritten = { sql: String(is.source), hazards: staleResults(after, context) };
    return [...(was.source === is.source ? [] : [rewritten]), ...changeOwner(before, after)];
  },
  inline: (fact) => (fact.parent === undefined ? undefined : looseness.firm),
  retire: retireRoutine,
  slots: (fact) => [`routine ${fact.name}`],
  callName: ({ name }) => withoutSignature(name),
  replacedOnCycle: 'last',
  waitsFor: (fact, context) => [...mergedColumns(fact, context), ...goneFromConflicts(fact, context)],
};

/**
 * A body with ON CONFLICT DO UPDATE depends on all columns of its table: it is dropped before one of them is, and created after.
 */
function goneFromConflicts(fact: Fact, context: Context): readonly ObjectId[] {
  if (!/\nBEGIN ATOMIC\n.*\bON CONFLICT\b.*\bDO UPDATE\b/s.test(String(fact.definition.source))) return [];
  return tablesNamed(fact, context).flatMap((table) => goingColumns(table, context));
}

/** PostgreSQL does not record which columns a MERGE fills: a body with one waits for all columns of the tables that it names. */
function mergedColumns(fact: Fact, context: Context): readonly ObjectId[] {
  if (!/\nBEGIN ATOMIC\n.*\bMERGE INTO\b/s.test(String(fact.definition.source))) return [];
  return tablesNamed(fact, context).flatMap((table) => columnIdsAfter(table, context));
}

/** What holds results of a function and is not computed again when its body changes. */
function staleResults({ id, name }: Fact, context: Context): Hazard[] {
  return context.dependentsAfter(id).flatMap((user) => {
    if (context.isCreated(user.id)) return [];
    const holder = `${user.name} holds what ${name} returned before`;
    if (user.kind === 'index')
      return [hazard('breaks-code', `${holder}: queries may miss rows until REINDEX INDEX ${user.name}.`)];
    return user.definition.generated === 'STORED'
      ? [hazard('breaks-code', `${holder}, until its rows are written again.`)]
      : [];
  });
}

/** The text before LANGUAGE: parameters, their defaults, the result. */
function headOf({ definition }: Fact): string {
  return String(definition.source).split('\n LANGUAGE ')[0] as string;
}

/** Creates a function or procedure. One whose SQL body calls itself is created with an empty body first. */
export function createRoutine(fact: Fact): string[] {
  const source = String(fact.definition.source);
  const start = /\n(BEGIN ATOMIC|RETURN )/.exec(source)?.index ?? source.length;
  const callsItself = source.slice(start).includes(`${withoutSignature(fact.name)}(`);
  const [head, ...replaced] = callsItself ? [`${source.slice(0, start)}\nAS ''`, source] : [source];
  return [head.replace(/^CREATE OR REPLACE /, 'CREATE '), ...replaced, ...giveOwner(fact)];
}
