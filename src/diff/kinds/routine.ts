import type { ObjectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import { withoutSignature } from '../../postgres/identifier.ts';
import { sqlAddress } from '../address.ts';
import { changeOwner, giveOwner } from '../definition.ts';
import { type Context, type KindRules, looseness } from '../kind.ts';
import { columnIdsAfter, goneFromUpserts, tablesNamed } from './columns/table-columns.ts';
import { hazardsOfLeaving } from './hazards/hazard.ts';
import { retireRoutine } from './shared/aside.ts';
import { staleResults } from './shared/stale-results.ts';

/** Functions and procedures. https://www.postgresql.org/docs/18/sql-createfunction.html */
export const routineRules: KindRules = {
  rank: 450,
  create: (fact, context) =>
    context.isSketched(fact.id) ? [`${fact.definition.source}`] : createRoutine(fact),
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
  sketch: (fact, isThere) => sketchRoutine(fact, isThere),
  isSketchedLast: true,
  waitsFor: (fact, context) => [...mergedColumns(fact, context), ...goneFromConflicts(fact, context)],
};

/** The columns that a SQL body which updates on conflicts has to wait for. */
function goneFromConflicts(fact: Fact, context: Context): readonly ObjectId[] {
  return /\nBEGIN ATOMIC\n/.test(String(fact.definition.source)) ? goneFromUpserts(fact, context) : [];
}

/** PostgreSQL does not record which columns a MERGE fills: a body with one waits for all columns of the tables that it names. */
function mergedColumns(fact: Fact, context: Context): readonly ObjectId[] {
  if (!/\nBEGIN ATOMIC\n.*\bMERGE INTO\b/s.test(String(fact.definition.source))) return [];
  return tablesNamed(fact, context).flatMap((table) => columnIdsAfter(table, context));
}

/** The text before LANGUAGE: parameters, their defaults, the result. */
function headOf({ definition }: Fact): string {
  return String(definition.source).split('\n LANGUAGE ')[0] as string;
}

/** Creates a function or procedure. One whose SQL body calls itself is created with an empty body first. */
function createRoutine(fact: Fact): string[] {
  const source = String(fact.definition.source);
  const [head, body] = splitBody(fact);
  if (body.includes(`${withoutSignature(fact.name)}(`))
    return [newRoutine(`${head}\nAS ''`), source, ...giveOwner(fact)];
  return [newRoutine(source), ...giveOwner(fact)];
}

/** Creates the functions that a type needs and that need its name: a shell type comes first. */
export function supportFunctions(fact: Fact, functions: readonly Fact[]): string[] {
  if (functions.length === 0) return [];
  return [`CREATE TYPE ${fact.name}`, ...functions.flatMap((routine) => createRoutine(routine))];
}

/** A routine with a SQL body as one with an empty body. */
function sketchRoutine(fact: Fact, isThere: boolean): string[] | undefined {
  const [head, body] = splitBody(fact);
  if (body === '') return undefined;
  const sketch = `${head}\nAS ''`;
  return isThere ? [sketch] : [newRoutine(sketch), ...giveOwner(fact)];
}

/** What stands before a SQL body, and that body; other bodies are text, which nobody reads before it runs. */
function splitBody({ definition }: Fact): readonly [string, string] {
  const source = String(definition.source);
  const start = /\n(BEGIN ATOMIC|RETURN )/.exec(source)?.index ?? source.length;
  return [source.slice(0, start), source.slice(start)];
}

/** PostgreSQL writes routines with OR REPLACE, which would take another one's place without a word. */
function newRoutine(source: string): string {
  return source.replace(/^CREATE OR REPLACE /, 'CREATE ');
}
