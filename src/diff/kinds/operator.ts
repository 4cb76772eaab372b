import type { Fact } from '../../model/schema.ts';
import { differsOnlyIn, giveOwner, list } from '../definition.ts';
import type { KindRules } from '../kind.ts';
import { retire } from './aside.ts';
import { plainRules } from './plain.ts';

/** https://www.postgresql.org/docs/18/sql-createoperator.html */
export const operatorRules: KindRules = {
  rank: 460,
  create: (fact) => {
    const { routine, left, right, commutator, negator, restriction, join, merges, hashes } = fact.definition;
    const parts = [
      `FUNCTION = ${routine}`,
      left && `LEFTARG = ${left}`,
      right && `RIGHTARG = ${right}`,
      commutator && `COMMUTATOR = ${commutator}`,
      negator && `NEGATOR = ${negator}`,
      restriction && `RESTRICT = ${restriction}`,
      join && `JOIN = ${join}`,
      hashes && 'HASHES',
      merges && 'MERGES',
    ].filter(Boolean);
    return [`CREATE OPERATOR ${symbolOf(fact)} (\n  ${parts.join(',\n  ')}\n)`, ...giveOwner(fact)];
  },
  drop: (fact) => [`DROP OPERATOR ${fact.name}`],
  callName: symbolOf,
  alter: (before, after) => {
    const [was, is] = [before.definition, after.definition];
    if (!differsOnlyIn(was, is, ['owner', 'restriction', 'join'])) return 'replace';
    const parts = [
      was.restriction === is.restriction ? '' : `RESTRICT = ${is.restriction ?? 'NONE'}`,
      was.join === is.join ? '' : `JOIN = ${is.join ?? 'NONE'}`,
    ].filter((part) => part !== '');
    return [
      ...(parts.length === 0 ? [] : [`ALTER OPERATOR ${after.name} SET (${parts.join(', ')})`]),
      ...(was.owner === is.owner
        ? []
        : [`ALTER OPERATOR ${after.name} OWNER TO ${is.owner ?? 'CURRENT_USER'}`]),
    ];
  },
};

/** `public.+` of `public.+ (integer, integer)`. */
function symbolOf(fact: Fact): string {
  return fact.name.slice(0, fact.name.lastIndexOf(' ('));
}

/** https://www.postgresql.org/docs/18/sql-createopfamily.html */
export const operatorFamilyRules: KindRules = plainRules(
  462,
  (fact) => `CREATE OPERATOR FAMILY ${fact.name}`,
);

/** https://www.postgresql.org/docs/18/sql-createopclass.html */
export const operatorClassRules: KindRules = plainRules(464, (fact) => {
  const { type, family, storage } = fact.definition;
  const at = fact.name.lastIndexOf(' USING ');
  const items = [...list(fact.definition, 'items'), ...(storage === undefined ? [] : [`STORAGE ${storage}`])];
  const head = `CREATE OPERATOR CLASS ${fact.name.slice(0, at)}${fact.definition.default ? ' DEFAULT' : ''}`;
  const body = items.length === 0 ? `STORAGE ${type}` : items.join(',\n  ');
  return `${head}\n  FOR TYPE ${type}${fact.name.slice(at)} FAMILY ${family} AS\n  ${body}`;
});

/** https://www.postgresql.org/docs/18/sql-alteropfamily.html */
export const operatorFamilyMemberRules: KindRules = {
  rank: 466,
  create: ({ definition }) => [`ALTER OPERATOR FAMILY ${definition.family} ADD ${typed(definition)}`],
  drop: ({ definition }) => [`ALTER OPERATOR FAMILY ${definition.family} DROP ${definition.place}`],
  alter: () => 'replace',
};

function typed(definition: Fact['definition']): string {
  return String(definition.item);
}

/** https://www.postgresql.org/docs/18/sql-create-access-method.html */
export const accessMethodRules: KindRules = plainRules(
  455,
  ({ name, definition }) =>
    `CREATE ACCESS METHOD ${name} TYPE ${definition.type} HANDLER ${definition.handler}`,
);

/** https://www.postgresql.org/docs/18/sql-createlanguage.html */
export const languageRules: KindRules = plainRules(448, ({ name, definition }) => {
  const { trusted, handler, inline, validator } = definition;
  const parts = [
    handler === undefined ? '' : ` HANDLER ${handler}`,
    inline === undefined ? '' : ` INLINE ${inline}`,
    validator === undefined ? '' : ` VALIDATOR ${validator}`,
  ];
  return `CREATE ${trusted ? 'TRUSTED ' : ''}LANGUAGE ${name}${parts.join('')}`;
});

/** https://www.postgresql.org/docs/18/sql-createconversion.html */
export const conversionRules: KindRules = plainRules(478, ({ name, definition }) => {
  const { source, target, routine } = definition;
  return `CREATE ${definition.default ? 'DEFAULT ' : ''}CONVERSION ${name} FOR '${source}' TO '${target}' FROM ${routine}`;
});

/** https://www.postgresql.org/docs/18/sql-createcollation.html */
export const collationRules: KindRules = plainRules(
  200,
  ({ name, definition }) => {
    const { provider, nondeterministic, locale, collate, ctype, rules } = definition;
    const text = (value: unknown) => `'${String(value).replaceAll("'", "''")}'`;
    const parts = [
      `provider = ${provider}`,
      locale && `locale = ${text(locale)}`,
      collate && `lc_collate = ${text(collate)}`,
      ctype && `lc_ctype = ${text(ctype)}`,
      nondeterministic && 'deterministic = false',
      rules && `rules = ${text(rules)}`,
    ].filter(Boolean);
    return `CREATE COLLATION ${name} (${parts.join(', ')})`;
  },
  { retire: retire('COLLATION') },
);
