import type { ObjectId } from '../../model/object-id.ts';
import type { Hazard } from '../../model/plan.ts';
import type { Fact } from '../../model/schema.ts';
import { lossOf as lossOfValues } from '../../postgres/types/type-loss.ts';
import { changeOwner, giveOwner, list } from '../definition.ts';
import type { Context, KindRules, Statements } from '../kind.ts';
import { isHeld, isHeldOtherwise, usersOfHolders, withHoldersAsText } from './columns/row-holders.ts';
import { hazard } from './hazards/hazard.ts';
import { retire } from './shared/aside.ts';
import { attributesOf } from './types/attributes.ts';
import { valueType } from './types/value-type.ts';

/** Composite types. https://www.postgresql.org/docs/18/sql-altertype.html */
export const compositeTypeRules: KindRules = {
  rank: 320,
  create: (fact) => [
    `CREATE TYPE ${fact.name} AS (\n  ${list(fact.definition, 'attributes').join(',\n  ')}\n)`,
    ...giveOwner(fact),
  ],
  drop: (fact) => [`DROP TYPE ${fact.name}`],
  alter: alterComposite,
  replacedAround: usersWhileRetyped,
  breaksDependent: changesUser,
  retire: retire('TYPE'),
  replacedOnCycle: 'last',
  isDroppedByName: true,
  slots: (fact) => [`type ${fact.name}`, `relation ${fact.name}`],
};

/**
 * Columns and domains of the type follow by themselves. Views and functions that use its attributes do not, but for new ones, which
 * they do not know.
 */
function changesUser(before: Fact, after: Fact, { kind }: Fact): boolean {
  if (kind === 'column' || kind === 'domain') return false;
  const [was, is] = [before, after].map(({ definition }) => list(definition, 'attributes'));
  const isAppended = was!.every((attribute, i) => attribute === is![i]);
  return isAppended ? kind === 'table-type' && is!.length > was!.length : true;
}

/** Attributes can be dropped, retyped and appended; another order of them needs a new type. */
function alterComposite(before: Fact, after: Fact, context: Context): Statements | 'replace' {
  const [was, is] = [attributesOf(before.definition), attributesOf(after.definition)];
  const kept = [...was.keys()].filter((name) => is.has(name));
  const order = [...is.keys()];
  if (kept.some((name, i) => name !== order[i])) return 'replace';
  const retyped = retypedBetween(before, after);
  if (retyped.length > 0 && isHeldOtherwise(after.id, context)) return 'replace';
  const alter = (clause: string) => `ALTER TYPE ${after.name} ${clause}`;
  const isInUse = isHeld(before.id, context);
  const gone = [...was.keys()].filter((name) => !is.has(name));
  const dropped = gone.map((name) => ({
    sql: alter(`DROP ATTRIBUTE ${name}`),
    hazards: isInUse ? [lossOf(name, before)] : [],
  }));
  const changed = retyped.map((name) => {
    const [old, type] = [was, is].map((attributes) => attributes.get(name)!.slice(name.length + 1)) as [
      string,
      string,
    ];
    return {
      sql: alter(`ALTER ATTRIBUTE ${name} TYPE ${type}`),
      hazards: isInUse
        ? [...roundingOf(name, old, type, before, context), refusalOf(name, type, before)]
        : [],
    };
  });
  return [
    ...dropped,
    ...(changed.length === 0 ? [] : withHoldersAsText(after.id, context, changed)),
    ...[...is.values()].slice(kept.length).map((attribute) => alter(`ADD ATTRIBUTE ${attribute}`)),
    ...changeOwner(before, after),
  ];
}

function lossOf(attribute: string, { name }: Fact): Hazard {
  return hazard('destroys-data', `Rows of ${name} lose their values of ${attribute}.`);
}

/** What the way through text and back silently takes from the values of an attribute. */
function roundingOf(attribute: string, was: string, is: string, { name }: Fact, context: Context): Hazard[] {
  const loss = lossOfValues(valueType(was, context.from), valueType(is, context.to), attribute);
  return loss === undefined
    ? []
    : [hazard('destroys-data', `Values of ${attribute} in rows of ${name} ${loss.what}.`)];
}

function refusalOf(attribute: string, type: string, { name }: Fact): Hazard {
  return hazard('may-fail', `Rows of ${name} may hold values of ${attribute} that ${type} does not take.`);
}

/** The attributes that get another type, which PostgreSQL refuses while columns hold rows of the type. */
function retypedBetween(before: Fact, after: Fact): readonly string[] {
  const is = attributesOf(after.definition);
  return [...attributesOf(before.definition)].flatMap(([name, attribute]) =>
    is.has(name) && is.get(name) !== attribute ? [name] : [],
  );
}

function usersWhileRetyped({ id }: Fact, context: Context): readonly ObjectId[] {
  if (!context.isAltered(id)) return [];
  const retyped = retypedBetween(context.from.facts.get(id)!, context.to.facts.get(id)!);
  return retyped.length === 0 ? [] : usersOfHolders(id, context);
}
