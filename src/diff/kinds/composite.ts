import type { ObjectId } from '../../model/object-id.ts';
import type { Hazard } from '../../model/plan.ts';
import type { Fact } from '../../model/schema.ts';
import { changeOwner, giveOwner, list } from '../definition.ts';
import type { Context, KindRules, Statement, Statements } from '../kind.ts';
import { retire } from './aside.ts';
import { attributesOf } from './attributes.ts';
import { isHeld, isHeldInReplaced, usersOfHolders, withHoldersAsText } from './row-type.ts';

/** Composite types. https://www.postgresql.org/docs/18/sql-altertype.html */
export const compositeRules: KindRules = {
  rank: 320,
  create: (fact) => [
    `CREATE TYPE ${fact.name} AS (\n  ${list(fact.definition, 'attributes').join(',\n  ')}\n)`,
    ...giveOwner(fact),
  ],
  drop: (fact) => [`DROP TYPE ${fact.name}`],
  alter: alterComposite,
  heldBy: (fact, context) => (isRetyped(fact.id, context) ? usersOfHolders(fact.id, context) : []),
  // Rows in columns, and domains of them, follow by themselves; what was compiled against the old attributes does not.
  disturbs: (before, after, dependent) =>
    dependent.kind !== 'column' &&
    dependent.kind !== 'domain' &&
    String(before.definition.attributes) !== String(after.definition.attributes),
  retire: retire('TYPE'),
  isNamedAlone: true,
  slots: (fact) => [`type ${fact.name}`, `relation ${fact.name}`],
};

/** Attributes go and change where they stand, and come at the end: others make another type. */
function alterComposite(before: Fact, after: Fact, context: Context): Statements | 'replace' {
  const [was, is] = [attributesOf(before.definition), attributesOf(after.definition)];
  const kept = [...was.keys()].filter((name) => is.has(name));
  if (kept.some((name, i) => name !== [...is.keys()][i])) return 'replace';
  const alter = (clause: string) => `ALTER TYPE ${after.name} ${clause}`;
  const gone = [...was.keys()].filter((name) => !is.has(name));
  const retyped = kept.filter((name) => was.get(name) !== is.get(name));
  if (retyped.length > 0 && isHeldInReplaced(after.id, context)) return 'replace';
  return [
    ...gone.map((name) => dropAttribute(name, alter(`DROP ATTRIBUTE ${name}`), before, context)),
    ...(retyped.length === 0
      ? []
      : withHoldersAsText(
          after.id,
          context,
          retyped.map((name) =>
            retypeAttribute(name, alter, is.get(name)!.slice(name.length), before, context),
          ),
        )),
    ...[...is.values()].slice(kept.length).map((attribute) => alter(`ADD ATTRIBUTE ${attribute}`)),
    ...changeOwner(before, after),
  ];
}

function retypeAttribute(
  name: string,
  alter: (clause: string) => string,
  type: string,
  before: Fact,
  context: Context,
): Statement {
  const refusal: Hazard = {
    kind: 'may-fail',
    message: `Rows of ${before.name} may hold values of ${name} that${type} does not take.`,
  };
  const hazards = isHeld(before.id, context) ? [refusal] : [];
  return { sql: alter(`ALTER ATTRIBUTE ${name} TYPE${type}`), hazards };
}

function dropAttribute(name: string, sql: string, before: Fact, context: Context): Statement {
  const loss: Hazard = {
    kind: 'destroys-data',
    message: `Rows of ${before.name} lose their values of ${name}.`,
  };
  return { sql, hazards: isHeld(before.id, context) ? [loss] : [] };
}

/** Whether an attribute that stays gets another type, which PostgreSQL refuses while columns hold the rows. */
function isRetyped(id: ObjectId, context: Context): boolean {
  if (!context.isAltered(id)) return false;
  const was = attributesOf(context.from.facts.get(id)!.definition);
  const is = attributesOf(context.to.facts.get(id)!.definition);
  return [...was].some(([name, attribute]) => is.has(name) && is.get(name) !== attribute);
}
