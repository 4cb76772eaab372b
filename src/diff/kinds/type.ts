import { kindOf, nameOf, type ObjectId, objectId } from '../../model/object-id.ts';
import type { Hazard } from '../../model/plan.ts';
import type { Definition, Fact } from '../../model/schema.ts';
import { lastPart, quoteLiteral, splitLast } from '../../postgres/identifier.ts';
import { changeOwner, differsOnlyIn, giveOwner, hasChanged, list } from '../definition.ts';
import type { Context, KindRules, Statement } from '../kind.ts';
import { nameAside, retire } from './aside.ts';
import { bornNotNull } from './not-null.ts';
import { createRoutine } from './routine.ts';
import { isHeld, passesOn } from './row-type.ts';

const slots = (fact: Fact) => [`type ${fact.name}`];

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
  slots,
};

/** The labels that are new, or undefined where others vanished or changed places. */
function addedLabels(was: readonly string[], is: readonly string[]): string[] | undefined {
  const kept = is.filter((label) => was.includes(label));
  if (kept.length !== was.length || kept.some((label, i) => label !== was[i])) return undefined;
  return is.filter((label) => !was.includes(label));
}

const madeOfTypes: ReadonlySet<string> = new Set(['composite-type', 'domain', 'range-type']);

/** A new value must be committed before anything in the same plan can mention it. */
function addValue(
  label: string,
  was: readonly string[],
  is: readonly string[],
  fact: Fact,
  context: Context,
): Statement {
  const before = is[is.indexOf(label) - 1];
  // What stands before it is there by then; the very first goes before what was the first so far.
  const place = before === undefined ? placeBefore(was[0]) : ` AFTER ${quoteLiteral(before)}`;
  return {
    sql: `ALTER TYPE ${fact.name} ADD VALUE ${quoteLiteral(label)}${place}`,
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
    (madeOfTypes.has(kindOf(need)) && context.to.facts.get(need)?.dependsOn.some(isOfIt) === true);
  for (const fact of context.to.facts.values()) {
    if (!context.isCreated(fact.id) && !context.isAltered(fact.id)) continue;
    // The literals of arrays, rows and ranges, '{a,b}', have no quotes around each.
    const word = fact.dependsOn.some(isOfIt) ? quoted.slice(1, -1) : quoted;
    for (const property in fact.definition) if (String(fact.definition[property]).includes(word)) return true;
  }
  return false;
}

/** https://www.postgresql.org/docs/18/sql-createtype.html */
export const rangeRules: KindRules = {
  rank: 330,
  create: (fact, _context, inlined) => {
    const { subtype, operatorClass, collation, canonical, difference, multirange } = fact.definition;
    const parts = [
      `SUBTYPE = ${subtype}`,
      operatorClass && `SUBTYPE_OPCLASS = ${operatorClass}`,
      collation && `COLLATION = ${collation}`,
      canonical && `CANONICAL = ${canonical}`,
      difference && `SUBTYPE_DIFF = ${difference}`,
      multirange && `MULTIRANGE_TYPE_NAME = ${multirange}`,
    ].filter(Boolean);
    return [
      ...supportFunctions(fact, inlined),
      `CREATE TYPE ${fact.name} AS RANGE (\n  ${parts.join(',\n  ')}\n)`,
      ...giveOwner(fact),
    ];
  },
  drop: (fact) => [`DROP TYPE ${fact.name}${fact.definition.canonical === undefined ? '' : ' CASCADE'}`],
  alter: (before, after) =>
    differsOnlyIn(before.definition, after.definition, ['owner']) ? changeOwner(before, after) : 'replace',
  retire: retireRange,
  isNamedAlone: true,
  slots: ({ name, definition: { multirange } }) =>
    [name, ...(multirange ? [multirange] : [])].map((type) => `type ${type}`),
};

/** The functions that make values of a range bear its name too, and those of its multirange that one's. */
function retireRange(fact: Fact) {
  const { aside, discard } = retire('TYPE')(fact);
  const { subtype, multirange } = fact.definition;
  const [schema] = splitLast(fact.name);
  const range = `${schema}.${nameAside(fact.name)}`;
  const renamed = (routine: string, name: string) => `ALTER FUNCTION ${routine} RENAME TO ${nameAside(name)}`;
  const hazard: Hazard = {
    kind: 'may-fail',
    message: `The functions that make values of ${fact.name} belong to the superuser, who alone can rename them.`,
  };
  const [maker, ...others] = ['', ', text'].map((more) =>
    renamed(`${fact.name}(${subtype}, ${subtype}${more})`, fact.name),
  ) as [string, string];
  const makers = [{ sql: maker, hazards: [hazard] }, ...others];
  if (multirange === undefined) return { aside: [...aside, ...makers], discard };
  const name = String(multirange);
  const multirangeMakers = ['', range, `VARIADIC ${range}[]`].map((types) =>
    renamed(`${name}(${types})`, name),
  );
  const multirangeAside = `ALTER TYPE ${name} RENAME TO ${nameAside(name)}`;
  return { aside: [...aside, ...makers, multirangeAside, ...multirangeMakers], discard };
}

/** https://www.postgresql.org/docs/18/sql-createdomain.html */
export const domainRules: KindRules = {
  rank: 340,
  create: (fact, context, inlined) => {
    const { base, collation, notNull } = fact.definition;
    // While the one that steps aside holds the name, PostgreSQL would choose another.
    const notNullName =
      fact.definition.notNullName ?? (context.isReplaced(fact.id) ? bornNotNull(fact.name) : undefined);
    const parts = [
      collation === undefined ? '' : ` COLLATE ${collation}`,
      fact.definition.default === undefined ? '' : ` DEFAULT ${fact.definition.default}`,
      notNull ? `${notNullName === undefined ? '' : ` CONSTRAINT ${notNullName}`} NOT NULL` : '',
      ...inlined.map((check) => `\n  CONSTRAINT ${lastPart(check.name)} ${check.definition.definition}`),
    ];
    return [
      `CREATE DOMAIN ${fact.name} AS ${base}${parts.join('')}`,
      ...(lacksDefaultOfBase(fact, context) ? [`ALTER DOMAIN ${fact.name} DROP DEFAULT`] : []),
      ...giveOwner(fact),
    ];
  },
  drop: (fact) => [`DROP DOMAIN ${fact.name}`],
  alter: (before, after, context) => {
    const [was, is] = [before.definition, after.definition];
    if (was.base !== is.base || was.collation !== is.collation) return 'replace';
    if (is.notNull && !was.notNull && isHeldInside(before.id, context)) return 'replace';
    const alter = (clause: string) => `ALTER DOMAIN ${after.name} ${clause}`;
    return [
      ...(was.default === is.default
        ? []
        : [alter(is.default === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${is.default}`)]),
      ...domainNotNull(was, is).map(alter),
      ...changeOwner(before, after),
    ];
  },
  retire: retireDomain,
  isNamedAlone: true,
  slots,
};

/** A domain of a domain is born with the default of that one, as it is at that moment. */
function lacksDefaultOfBase({ definition }: Fact, { from, to }: Context): boolean {
  if (definition.default !== undefined) return false;
  const base = objectId('domain', String(definition.base));
  return [from, to].some(({ facts }) => facts.get(base)?.definition.default !== undefined);
}

/** Its default goes at once: what that calls may have to go before the columns have changed over. */
function retireDomain(fact: Fact) {
  const { aside, discard } = retire('DOMAIN')(fact);
  const isPlain = fact.definition.default === undefined;
  return { aside: [...(isPlain ? [] : [`ALTER DOMAIN ${fact.name} DROP DEFAULT`]), ...aside], discard };
}

function domainNotNull(was: Definition, is: Definition): string[] {
  if (was.notNull === is.notNull && was.notNullName === is.notNullName) return [];
  if (!is.notNull) return ['DROP NOT NULL'];
  if (is.notNullName === undefined) return was.notNull ? ['DROP NOT NULL', 'SET NOT NULL'] : ['SET NOT NULL'];
  return [...(was.notNull ? ['DROP NOT NULL'] : []), `ADD CONSTRAINT ${is.notNullName} NOT NULL`];
}

/** https://www.postgresql.org/docs/18/sql-alterdomain.html */
export const domainConstraintRules: KindRules = {
  rank: 345,
  create: (fact) => {
    const [domain, name] = splitLast(fact.name);
    const suffix = fact.definition.notValid ? ' NOT VALID' : '';
    return [`ALTER DOMAIN ${domain} ADD CONSTRAINT ${name} ${fact.definition.definition}${suffix}`];
  },
  drop: (fact) => {
    const [domain, name] = splitLast(fact.name);
    return [`ALTER DOMAIN ${domain} DROP CONSTRAINT ${name}`];
  },
  alter: (before, after, context) => {
    const isValidated = before.definition.notValid && !after.definition.notValid;
    if (!isValidated || before.definition.definition !== after.definition.definition) return 'replace';
    if (isHeldInside(after.parent!, context)) return 'replace';
    const [domain, name] = splitLast(after.name);
    return [`ALTER DOMAIN ${domain} VALIDATE CONSTRAINT ${name}`];
  },
  inline: (fact) => (fact.definition.notValid ? undefined : 1),
  replacedWith: (fact, context) => (isHeldInside(fact.parent!, context) ? fact.parent : undefined),
};

/** Whether values of a domain are held inside of arrays, rows or ranges: PostgreSQL looks into none, and takes no new rule. */
function isHeldInside(domain: ObjectId, context: Context): boolean {
  return context.dependentsBefore(domain).some((user) => {
    const { kind, id, parent, definition } = user;
    if (kind === 'domain') return isHeldInside(id, context);
    if (kind === 'column') return definition.type !== nameOf(domain) || isHeld(parent!, context);
    return passesOn(user, domain) && isHeld(id, context);
  });
}

/** Types written in C, and their shells. https://www.postgresql.org/docs/18/sql-createtype.html */
export const baseTypeRules: KindRules = {
  rank: 360,
  create: (fact, _context, inlined) => [
    ...supportFunctions(fact, inlined),
    `CREATE TYPE ${fact.name} (\n  ${list(fact.definition, 'parts').join(',\n  ')}\n)`,
    ...giveOwner(fact, `TYPE ${fact.name}`),
  ],
  drop: (fact) => [`DROP TYPE ${fact.name} CASCADE`],
  alter: (before, after) =>
    differsOnlyIn(before.definition, after.definition, ['owner'])
      ? changeOwner(before, after, `TYPE ${after.name}`)
      : 'replace',
  slots,
};

/** The functions that mention a type and are needed to make it: its name comes first, as a shell. */
function supportFunctions(fact: Fact, functions: readonly Fact[]): string[] {
  if (functions.length === 0) return [];
  return [`CREATE TYPE ${fact.name}`, ...functions.flatMap((routine) => createRoutine(routine))];
}

/** The bare name of a type that was never completed. */
export const shellTypeRules: KindRules = {
  rank: 300,
  create: (fact) => [`CREATE TYPE ${fact.name}`, ...giveOwner(fact, `TYPE ${fact.name}`)],
  drop: (fact) => [`DROP TYPE ${fact.name}`],
  alter: (before, after) => changeOwner(before, after, `TYPE ${after.name}`),
  slots,
};
