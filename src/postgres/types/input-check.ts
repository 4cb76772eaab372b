import { identifierPattern } from '../identifier.ts';
import { bare, modifiers } from './type-change.ts';
import { rangeOfType } from './whole-numbers.ts';

const check = new RegExp(
  String.raw`pg_input_is_valid\((${identifierPattern}(?:\.${identifierPattern})?(?:::numeric)?::text), '([^']*)'\)`,
  'g',
);

/**
 * A condition without `pg_input_is_valid`, which servers before 16 do not have, in words that they know. What has no such words
 * stays as it is, and the server then says that it cannot be asked.
 */
export function withoutInputCheck(condition: string): string {
  return condition.replaceAll(
    check,
    (whole, value: string, type: string) => validInput(value, type) ?? whole,
  );
}

/** No value is said to be valid that the type refuses; a few odd writings are said to be refused that it takes. */
function validInput(value: string, type: string): string | undefined {
  const range = rangeOfType(bare(type));
  if (range !== undefined)
    return when(value, `${value} ~ '^\\s*[-+]?[0-9]+\\s*$'`, `${value}::numeric BETWEEN ${range}`);
  switch (bare(type)) {
    case 'numeric':
      return when(
        value,
        `${value} ~ '^\\s*[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]{1,3})?\\s*$'`,
        fitsDigits(value, modifiers(type)),
        `coalesce(lower(${value}) = 'nan', true)`,
      );
    case 'boolean':
      return `lower(${value}) ~ '^\\s*(t|tr|tru|true|f|fa|fal|fals|false|y|ye|yes|n|no|on|of|off|0|1)\\s*$'`;
    case 'uuid':
      return `${value} ~* '^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$'`;
    case 'bit varying':
      return fitsLength(value, modifiers(type));
    default:
      return undefined;
  }
}

/**
 * PostgreSQL does not look at the second part where the first is not true, as it may do with AND. Of a null it is true, as of
 * what needs no reading.
 */
function when(value: string, isReadable: string, fits: string, otherwise = `${value} IS NULL`): string {
  return `(CASE WHEN ${isReadable} THEN ${fits} ELSE ${otherwise} END)`;
}

function fitsDigits(value: string, [digits, decimals = 0]: readonly number[]): string {
  if (digits === undefined) return 'true';
  return `abs(round(${value}::numeric, ${decimals})) < 1e${digits - decimals}::numeric`;
}

function fitsLength(value: string, [length]: readonly number[]): string {
  const isOfBits = `${value} ~ '^[01]*$'`;
  return length === undefined ? isOfBits : `(${isOfBits} AND length(${value}) <= ${length})`;
}
