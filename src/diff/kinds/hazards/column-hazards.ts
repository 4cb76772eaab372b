import type { Hazard } from '../../../model/plan.ts';
import type { Fact } from '../../../model/schema.ts';
import { splitLast } from '../../../postgres/identifier.ts';
import type { Context } from '../../kind.ts';
import { hazard, readsBlocked, writesAnew } from './hazard.ts';

/** What dropping a column does to its values and to the code that uses it. */
export function hazardsOfDroppedColumn(column: Fact, { to }: Context): Hazard[] {
  const { id, name, definition } = column;
  const broken = hazard('breaks-code', `Code that still names ${name} fails.`);
  if (isElsewhere(column)) return [broken];
  const [table, own] = splitLast(name);
  const after = to.facts.get(id);
  if (definition.generated !== undefined)
    return after === undefined || after.definition.generated !== undefined
      ? [broken]
      : [
          hazard(
            'destroys-data',
            `The values that ${name} computes are not in the column that takes its place.`,
            {
              from: { table },
              counted: own,
            },
          ),
        ];
  return [
    hazard('destroys-data', `The values of ${name} are lost.`, { from: { table }, counted: own }),
    broken,
    hazard('irreversible', `The values of ${name} cannot be brought back.`),
  ];
}

const volatile = /\b(random|gen_random_uuid|uuid_generate_\w+|clock_timestamp|nextval|uuidv[47])\(/;

/** What giving all rows a value of a new column does to its table. */
export function hazardsOfFilledColumn(column: Fact, defaultOf: Fact | undefined): Hazard[] {
  const { name, definition } = column;
  const isStored =
    definition.generated === 'STORED' ||
    definition.identity !== undefined ||
    volatile.test(String(defaultOf?.definition.expression));
  return isStored && !isElsewhere(column) ? writesAnew(splitLast(name)[0], `Filling ${name}`) : [];
}

/** What SET EXPRESSION does to the table of a generated column. */
export function hazardsOfRecomputedColumn(column: Fact): Hazard[] {
  const { name, definition } = column;
  if (definition.generated !== 'STORED' || isElsewhere(column)) return [];
  return writesAnew(splitLast(name)[0], `A new expression for ${name}`);
}

/** What SET NOT NULL does to the table of a column. */
export function hazardsOfProof(column: Fact): Hazard[] {
  const [table, own] = splitLast(column.name);
  return isElsewhere(column) ? [] : readsBlocked(table, `${own} is never null`);
}

/** Whether it is a column of a foreign table, whose rows are elsewhere and are not touched. */
export function isElsewhere({ parent }: Fact): boolean {
  return parent?.startsWith('foreign-table:') === true;
}
