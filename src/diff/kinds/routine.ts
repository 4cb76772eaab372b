import { kindOf, type ObjectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import { splitLast } from '../../postgres/identifier.ts';
import { sqlAddress } from '../address.ts';
import { changeOwner, differsOnlyIn, giveOwner, list } from '../definition.ts';
import type { Context, KindRules } from '../kind.ts';
import { retireRoutine } from './aside.ts';
import { plainRules } from './plain.ts';
import { goingColumns, tablesNamed } from './tree.ts';

/** Functions and procedures. https://www.postgresql.org/docs/18/sql-createfunction.html */
export const routineRules: KindRules = {
  rank: 450,
  create: createRoutine,
  drop: (fact) => [`DROP ${sqlAddress(fact.id)}`],
  alter: (before, after, context) => {
    const [was, is] = [before.definition, after.definition];
    if (goneFromConflicts(after, context).length > 0) return 'replace';
    for (const name of ['arguments', 'result', 'window']) if (was[name] !== is[name]) return 'replace';
    if (Number(was.defaults ?? 0) > Number(is.defaults ?? 0)) return 'replace';
    // A default of a polymorphic parameter keeps the type that it was first given with.
    if (was.defaults && /\bany/.test(String(is.arguments)) && headOf(before) !== headOf(after))
      return 'replace';
    return [...(was.source === is.source ? [] : [String(is.source)]), ...changeOwner(before, after)];
  },
  inline: (fact) => (fact.parent === undefined ? undefined : 1),
  retire: retireRoutine,
  slots: (fact) => [`routine ${fact.name}`],
  callName: pathOf,
  madeAnew: 'last',
  after: (fact, context) => [...mergedColumns(fact, context), ...goneFromConflicts(fact, context)],
};

/** A body that updates on a conflict knows all columns of its table: it has gone before one of them, and is made after that. */
function goneFromConflicts(fact: Fact, context: Context): readonly ObjectId[] {
  if (!/\nBEGIN ATOMIC\n.*\bON CONFLICT\b.*\bDO UPDATE\b/s.test(String(fact.definition.source))) return [];
  return tablesNamed(fact, context).flatMap((table) => goingColumns(table, context));
}

/** PostgreSQL does not write down which columns a MERGE fills: all of the tables that a body with one names are there before. */
function mergedColumns(fact: Fact, context: Context): readonly ObjectId[] {
  if (!/\nBEGIN ATOMIC\n.*\bMERGE INTO\b/s.test(String(fact.definition.source))) return [];
  return columnsOf(tablesNamed(fact, context), context);
}

function columnsOf(tables: readonly ObjectId[], context: Context): readonly ObjectId[] {
  return tables.flatMap((table) => context.childrenAfter(table).map(({ id }) => id)).filter(isColumn);
}

function isColumn(id: ObjectId): boolean {
  return kindOf(id) === 'column';
}

/** What stands before the language: parameters, their defaults, the result. */
function headOf({ definition }: Fact): string {
  return String(definition.source).split('\n LANGUAGE ')[0] as string;
}

function pathOf({ name }: Fact): string {
  return name.slice(0, name.lastIndexOf('('));
}

/** A function or procedure as it is made. One whose SQL body calls itself has to be there first, with an empty body. */
export function createRoutine(fact: Fact): string[] {
  const source = String(fact.definition.source);
  const start = /\n(BEGIN ATOMIC|RETURN )/.exec(source)?.index ?? source.length;
  const callsItself = source.slice(start).includes(`${pathOf(fact)}(`);
  const [head, ...replaced] = callsItself ? [`${source.slice(0, start)}\nAS ''`, source] : [source];
  return [head.replace(/^CREATE OR REPLACE /, 'CREATE '), ...replaced, ...giveOwner(fact)];
}

/** https://www.postgresql.org/docs/18/sql-createaggregate.html */
export const aggregateRules: KindRules = plainRules(
  480,
  (fact) =>
    `CREATE AGGREGATE ${fact.definition.signature} (\n  ${list(fact.definition, 'parts').join(',\n  ')}\n)`,
  {
    slots: (fact) => [`routine ${fact.name.replace('(*)', '()')}`],
    callName: pathOf,
    // What it begins with is read as a row of its tables.
    after: ({ dependsOn }, context) => columnsOf(dependsOn, context),
  },
);

/** https://www.postgresql.org/docs/18/sql-createcast.html */
export const castRules: KindRules = plainRules(
  470,
  ({ name, definition }) => {
    const context = definition.context === undefined ? '' : ` AS ${definition.context}`;
    return `CREATE CAST ${name} ${definition.how}${context}`;
  },
  {
    // An expression depends on the cast's function and says `::`.
    serves: ({ id, dependsOn }, context) =>
      dependsOn
        .filter((need) => kindOf(need) === 'function')
        .flatMap((need) => context.dependentsAfter(need))
        .filter((user) => user.id !== id),
  },
);

/** https://www.postgresql.org/docs/18/sql-createtransform.html */
export const transformRules: KindRules = plainRules(
  475,
  ({ name, definition }) => `CREATE TRANSFORM ${name} (${list(definition, 'parts').join(', ')})`,
);

/** https://www.postgresql.org/docs/18/sql-createtrigger.html */
export const triggerRules: KindRules = {
  rank: 800,
  create: (fact) =>
    fact.definition.copied
      ? firing(fact, 'TRIGGER')
      : [String(fact.definition.source), ...firing(fact, 'TRIGGER')],
  drop: (fact, context) =>
    fact.definition.copied ? fireAsOriginal(fact, context) : [`DROP ${addressed(fact, 'TRIGGER')}`],
  alter: (before, after) =>
    differsOnlyIn(before.definition, after.definition, ['firing'])
      ? firing(after, 'TRIGGER', 'ENABLE')
      : 'replace',
};

/** https://www.postgresql.org/docs/18/sql-createrule.html */
export const ruleRules: KindRules = {
  rank: 790,
  create: (fact) => [String(fact.definition.source), ...firing(fact, 'RULE')],
  drop: (fact) => [`DROP ${addressed(fact, 'RULE')}`],
  alter: (before, after) => {
    if (before.definition.source === after.definition.source) return firing(after, 'RULE', 'ENABLE');
    const replaced = String(after.definition.source).replace(/^CREATE RULE/, 'CREATE OR REPLACE RULE');
    return [
      replaced,
      ...(before.definition.firing === after.definition.firing ? [] : firing(after, 'RULE', 'ENABLE')),
    ];
  },
  madeAnew: 'first',
};

/** A partition's copy of a trigger that is no longer switched otherwise than the original, if that stays. */
function fireAsOriginal(fact: Fact, context: Context): string[] {
  const kept = fact.dependsOn.filter((id) => kindOf(id) === 'trigger' || kindOf(id) === 'partition');
  if (kept.some((id) => context.from.facts.has(id) && context.isDropped(id))) return [];
  const original = kept.map((id) => context.to.facts.get(id)).find((found) => found?.kind === 'trigger');
  if (original === undefined) return [];
  return firing({ ...fact, definition: original.definition }, 'TRIGGER', 'ENABLE');
}

function addressed(fact: Fact, word: string): string {
  const { relation, part } = parts(fact);
  return `${word} ${part} ON ${relation}`;
}

function firing(fact: Fact, word: string, otherwise?: string): string[] {
  const how = fact.definition.firing ?? otherwise;
  const { relation, part } = parts(fact);
  return how === undefined ? [] : [`ALTER TABLE ${relation} ${how} ${word} ${part}`];
}

function parts(fact: Fact): { relation: string; part: string } {
  const [relation, part] = splitLast(fact.name);
  return { relation, part };
}

/** https://www.postgresql.org/docs/18/sql-createpolicy.html */
export const policyRules: KindRules = {
  rank: 810,
  create: (fact) => {
    const { restrictive, command, using, check } = fact.definition;
    const roles = list(fact.definition, 'roles');
    const clauses = [
      restrictive ? ' AS RESTRICTIVE' : '',
      command === undefined ? '' : ` FOR ${command}`,
      roles.length === 0 ? '' : ` TO ${roles.join(', ')}`,
      using === undefined ? '' : ` USING (${using})`,
      check === undefined ? '' : ` WITH CHECK (${check})`,
    ];
    return [`CREATE ${addressed(fact, 'POLICY')}${clauses.join('')}`];
  },
  drop: (fact) => [`DROP ${addressed(fact, 'POLICY')}`],
  alter: (before, after) => {
    const [was, is] = [before.definition, after.definition];
    if (was.command !== is.command || was.restrictive !== is.restrictive) return 'replace';
    if ((was.using && !is.using) || (was.check && !is.check)) return 'replace';
    const roles = list(is, 'roles');
    const clauses = [
      String(was.roles) === String(is.roles) ? '' : ` TO ${roles.length === 0 ? 'PUBLIC' : roles.join(', ')}`,
      was.using === is.using ? '' : ` USING (${is.using})`,
      was.check === is.check ? '' : ` WITH CHECK (${is.check})`,
    ];
    return [`ALTER ${addressed(after, 'POLICY')}${clauses.join('')}`];
  },
  madeAnew: 'first',
};
