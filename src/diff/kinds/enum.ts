import { kindOf, type ObjectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import { quoteLiteral } from '../../postgres/identifier.ts';
import { changeOwner, giveOwner, hasChanged, list } from '../definition.ts';
import type { Context, KindRules, Statement } from '../kind.ts';
import { hazard } from './hazards/hazard.ts';
import { retire } from './shared/aside.ts';
import { containerTypes } from './types/value-type.ts';

/** https://www.postgresql.org/docs/18/sql-createtype.html, https://www.postgresql.org/docs/18/sql-altertype.html */
export const enumRules: KindRules = {
  rank: 310,
  create: (fact) => [
    `CREATE TYPE ${fact.name} AS ENUM (${list(fact.definition, 'labels').map(quoteLiteral).join(', ')})`,
    ...giveOwner(fact),
  ],
  drop: (fact) => [`DROP TYPE ${fact.name}`],
  alter: (before, after, context) => {
    const [was, is] = [list(before.definition, 'labels'), list(after.definition, 'labels')];
    const added = addedLabels(was, is);
    if (added === undefined) return 'replace';
    return [...added.map((label) => addValue(label, was, is, after, context)), ...changeOwner(before, after)];
  },
  retire: retire('TYPE'),
  comesFirst: (before, after) => !hasChanged(before, after, 'owner'),
  slots: (fact) => [`type ${fact.name}`],
};

/** The labels that are new, or undefined where others vanished or changed places. */
function addedLabels(was: readonly string[], is: readonly string[]): string[] | undefined {
  const kept = is.filter((label) => was.includes(label));
  if (kept.length !== was.length || kept.some((label, i) => label !== was[i])) return undefined;
  return is.filter((label) => !was.includes(label));
}

/** A new value must be committed before anything in the same plan can mention it. */
function addValue(
  label: string,
  was: readonly string[],
  is: readonly string[],
  fact: Fact,
  context: Context,
): Statement {
  const before = is[is.indexOf(label) - 1];
  // The label before it exists by then; a new first label is placed before the former first.
  const place = before === undefined ? placeBefore(was[0]) : ` AFTER ${quoteLiteral(before)}`;
  return {
    sql: `ALTER TYPE ${fact.name} ADD VALUE ${quoteLiteral(label)}${place}`,
    hazards: [hazard('irreversible', `PostgreSQL cannot take a value out of ${fact.name} again.`)],
    transaction: isMentioned(label, fact, context) ? 'commits' : 'together',
  };
}

function placeBefore(label: string | undefined): string {
  return label === undefined ? '' : ` BEFORE ${quoteLiteral(label)}`;
}

function isMentioned(label: string, { id }: Fact, context: Context): boolean {
  const quoted = quoteLiteral(label);
  const isOfIt = (need: ObjectId): boolean =>
    need === id ||
    (containerTypes.has(kindOf(need)) && context.to.facts.get(need)?.dependsOn.some(isOfIt) === true);
  for (const fact of context.madeOrAltered()) {
    const isOfType = fact.dependsOn.some(isOfIt);
    if (isOfType && mayTakeValues(fact, context)) return true;
    // In literals of arrays, rows and ranges such as '{a,b}' a label has no quotes.
    const word = isOfType ? quoted.slice(1, -1) : quoted;
    for (const property in fact.definition) if (String(fact.definition[property]).includes(word)) return true;
  }
  return false;
}

/** Whether a column gets the type while it holds values of another one, which may be the new label. */
function mayTakeValues(fact: Fact, { from }: Context): boolean {
  const before = from.facts.get(fact.id);
  return fact.kind === 'column' && before !== undefined && hasChanged(before, fact, 'type');
}
