import type { Hazard } from '../../model/plan.ts';
import type { Fact } from '../../model/schema.ts';
import { splitLast } from '../../postgres/identifier.ts';
import { giveOwner } from '../definition.ts';
import type { Context, KindRules } from '../kind.ts';
import { supportFunctions } from './routine.ts';
import { nameAside, retire } from './shared/aside.ts';
import { alterOwner } from './shared/plain.ts';

/** https://www.postgresql.org/docs/18/sql-createtype.html */
export const rangeTypeRules: KindRules = {
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
  alter: alterOwner,
  retire: retireRange,
  isDroppedByName: true,
  slots: ({ name, definition: { multirange } }) =>
    [name, ...(multirange ? [multirange] : [])].map((type) => `type ${type}`),
};

/**
 * The constructor functions of a range and its multirange have the names that the types were created with, and are renamed with
 * them.
 */
function retireRange(fact: Fact, context: Context) {
  const { aside, discard } = retire('TYPE')(fact, context);
  const { subtype, multirange } = fact.definition;
  const { maker = fact.name, multirangeMaker = multirange } = fact.remarks ?? {};
  const [schema] = splitLast(fact.name);
  const range = `${schema}.${nameAside(fact.name, fact.id, context)}`;
  const renamed = (routine: string, name: string, owner: string) =>
    `ALTER FUNCTION ${routine} RENAME TO ${nameAside(name, owner, context)}`;
  const hazard: Hazard = {
    kind: 'may-fail',
    message: `The functions that make values of ${fact.name} belong to the superuser, who alone can rename them.`,
  };
  const [first, ...others] = ['', ', text'].map((more) =>
    renamed(`${maker}(${subtype}, ${subtype}${more})`, String(maker), fact.id),
  ) as [string, string];
  const makers = [{ sql: first, hazards: [hazard] }, ...others];
  if (multirange === undefined) return { aside: [...aside, ...makers], discard };
  const name = String(multirange);
  const multirangeMakers = ['', range, `VARIADIC ${range}[]`].map((types) =>
    renamed(`${multirangeMaker}(${types})`, String(multirangeMaker), name),
  );
  const multirangeAside = `ALTER TYPE ${name} RENAME TO ${nameAside(name, name, context)}`;
  return { aside: [...aside, ...makers, multirangeAside, ...multirangeMakers], discard };
}
