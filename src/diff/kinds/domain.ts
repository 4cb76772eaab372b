import { notNullOf } from '../../model/not-null.ts';
import { nameOf, type ObjectId, objectId } from '../../model/object-id.ts';
import type { Fact, Property } from '../../model/schema.ts';
import { lastPart } from '../../postgres/identifier.ts';
import { changeOwner, giveOwner } from '../definition.ts';
import type { Context, KindRules, Statements } from '../kind.ts';
import { isHeld, passesOn } from './columns/row-holders.ts';
import { domainRuleHazards, neverNull } from './hazards/domain-hazards.ts';
import { disputedName, notNullName } from './not-nulls/not-null.ts';
import { retire } from './shared/aside.ts';

/** https://www.postgresql.org/docs/18/sql-createdomain.html */
export const domainRules: KindRules = {
  rank: 340,
  create: (fact, context, inlined) => {
    if (context.isSketched(fact.id)) return changeDefault(undefined, fact);
    const notNullName = notNullOf(fact)?.name ?? disputedName(fact, context);
    return [
      createDomain(fact, notNullName, inlined),
      ...(lacksDefaultOfBase(fact, context) ? [`ALTER DOMAIN ${fact.name} DROP DEFAULT`] : []),
      ...giveOwner(fact),
    ];
  },
  drop: (fact) => [`DROP DOMAIN ${fact.name}`],
  alter: (before, after, context) => {
    const [was, is] = [before.definition, after.definition];
    if (was.base !== is.base || was.collation !== is.collation) return 'replace';
    if (is.notNull && !was.notNull && isHeldInside(before.id, context)) return 'replace';
    return [
      ...changeDefault(context.isSketched(after.id) ? undefined : was.default, after),
      ...domainNotNull(before, after, context),
      ...changeOwner(before, after),
    ];
  },
  retire: retireDomain,
  // A function that returns the domain makes its default.
  sketch: (fact, isThere) => {
    const { default: value, ...definition } = fact.definition;
    const plain = { ...fact, definition };
    if (isThere) return changeDefault(value, plain);
    return value === undefined ? undefined : [createDomain(plain, notNullName(fact), []), ...giveOwner(fact)];
  },
  isDroppedByName: true,
  slots: (fact) => [`type ${fact.name}`],
};

function createDomain(
  { name, definition }: Fact,
  notNullName: string | undefined,
  inlined: readonly Fact[],
): string {
  const { base, collation, notNull } = definition;
  const parts = [
    collation === undefined ? '' : ` COLLATE ${collation}`,
    definition.default === undefined ? '' : ` DEFAULT ${definition.default}`,
    notNull ? `${notNullName === undefined ? '' : ` CONSTRAINT ${notNullName}`} NOT NULL` : '',
    ...inlined.map((check) => `\n  CONSTRAINT ${lastPart(check.name)} ${check.definition.definition}`),
  ];
  return `CREATE DOMAIN ${name} AS ${base}${parts.join('')}`;
}

function changeDefault(was: Property | undefined, { name, definition: { default: is } }: Fact): string[] {
  if (was === is) return [];
  return [`ALTER DOMAIN ${name} ${is === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${is}`}`];
}

/** A domain over a domain is created with the default that this one has at that moment. */
function lacksDefaultOfBase({ definition }: Fact, { from, to }: Context): boolean {
  if (definition.default !== undefined) return false;
  const base = objectId('domain', String(definition.base));
  return [from, to].some(({ facts }) => facts.get(base)?.definition.default !== undefined);
}

/** Its default is dropped at once: a function in it may have to be dropped before the columns have the new domain. */
function retireDomain(fact: Fact, context: Context) {
  const { aside, discard } = retire('DOMAIN')(fact, context);
  const isPlain = fact.definition.default === undefined || context.isSketched(fact.id);
  return { aside: [...(isPlain ? [] : [`ALTER DOMAIN ${fact.name} DROP DEFAULT`]), ...aside], discard };
}

function domainNotNull(before: Fact, after: Fact, context: Context): Statements {
  const [was, is] = [notNullOf(before), notNullOf(after)];
  if (was === undefined && is === undefined) return [];
  const alter = (clause: string) => `ALTER DOMAIN ${after.name} ${clause}`;
  if (is === undefined) return [alter('DROP NOT NULL')];
  if (was !== undefined) {
    const [old, now] = [notNullName(before), notNullName(after)];
    return old === now ? [] : [alter(`RENAME CONSTRAINT ${old} TO ${now}`)];
  }
  const name = is.name ?? disputedName(after, context);
  const added = name === undefined ? 'SET NOT NULL' : `ADD CONSTRAINT ${name} NOT NULL`;
  const hazards = domainRuleHazards(after.name, neverNull, context);
  return [{ sql: alter(added), hazards }];
}

/**
 * Whether columns hold a domain inside of arrays, rows or ranges. PostgreSQL cannot check those, and refuses a new constraint.
 */
export function isHeldInside(domain: ObjectId, context: Context): boolean {
  return context.dependentsBefore(domain).some((user) => {
    const { kind, id, parent, definition } = user;
    if (kind === 'domain' && definition.base === nameOf(domain)) return isHeldInside(id, context);
    if (kind === 'column') return definition.type !== nameOf(domain) || isHeld(parent!, context);
    return passesOn(user, domain) && isHeld(id, context);
  });
}
