import type { Rule } from '../../model/rule.ts';
import { typeBefore } from '../reading/column-types.ts';
import { isExisting, shown } from '../reading/tables.ts';
import { alterations, bareType, columnOf, typeText } from '../reading/trees.ts';

export const narrowingType: Rule = {
  id: 'narrowing-type',
  group: 'data',
  severity: 'warning',
  summary:
    'A column gets a type that holds less: values that are there are cut, rounded, or make the migration fail.',
  descendsFrom: ['strong_migrations:change_column_type'],
  *judge(subject) {
    for (const { act, table, command } of alterations(subject)) {
      if (command.subtype !== 'AT_AlterColumnType' || !isExisting(act, table)) continue;
      const to = typeText(columnOf(command)?.typeName);
      const name = command.name ?? '';
      const from = typeBefore(subject, act, table, name);
      if (from === undefined || !isNarrower(from, to)) continue;
      yield {
        act,
        focus: name,
        message: `\`${name}\` of ${shown(table)} goes from ${from} to ${to}, which holds less`,
        hint: 'Look for values that do not fit before, on the real data; add a new column where they must not be lost.',
      };
    }
  },
};

/** Families of types, each holding all that those before it hold. */
const families: readonly (readonly string[])[] = [
  ['smallint', 'integer', 'bigint', 'numeric'],
  ['real', 'double precision'],
  ['date', 'timestamp without time zone', 'timestamp with time zone'],
];

const textTypes: readonly string[] = ['character', 'character varying', 'text', 'citext'];

function isNarrower(from: string, to: string): boolean {
  const [a, b] = [bareType(from), bareType(to)];
  if (textTypes.includes(a)) {
    // Text that is to become something else may hold anything.
    if (!textTypes.includes(b)) return true;
    return limit(to) < limit(from) || (b === 'character' && a !== b);
  }
  const family = families.find((types) => types.includes(a) && types.includes(b));
  if (family !== undefined && family.indexOf(b) < family.indexOf(a)) return true;
  if (family?.includes('numeric') === true) {
    const [had, has] = [digitsOf(from), digitsOf(to)];
    return has.whole < had.whole || has.fraction < had.fraction;
  }
  // A day fits into a time of any precision.
  return (family !== undefined || a === b) && a !== 'date' && limit(to) < limit(from);
}

const wholeDigits: Readonly<Record<string, number>> = { smallint: 5, integer: 10, bigint: 19 };

/** How many digits a number of this type has before and after the point at most. */
function digitsOf(type: string): { readonly whole: number; readonly fraction: number } {
  const whole = wholeDigits[bareType(type)];
  if (whole !== undefined) return { whole, fraction: 0 };
  const [, precision, scale = '0'] = /\((\d+)(?:,(-?\d+))?/.exec(type) ?? [];
  if (precision === undefined) return { whole: Infinity, fraction: Infinity };
  return { whole: Number(precision) - Number(scale), fraction: Number(scale) };
}

function limit(type: string): number {
  const digits = /\((\d+)/.exec(type)?.[1];
  return digits === undefined ? Number.POSITIVE_INFINITY : Number(digits);
}
