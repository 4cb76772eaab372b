import { finestField, isInterval, keepsIntervals } from './intervals.ts';
import { bare, elementOf, isText, modifiers, ofTime } from './type-change.ts';

/** What a conversion that succeeds takes from values. */
interface TypeLoss {
  /** Said of the values: `are rounded to 2 decimals`. */
  readonly what: string;
  /** An SQL condition that is true of the values that change; undefined where any of them may. */
  readonly where?: string;
}

const whole = ['smallint', 'integer', 'bigint'];
const fractions = ['numeric', 'real', 'double precision'];

/**
 * What a silent conversion takes from the values of a column, such as fractions; undefined for nothing. Of arrays it is said of
 * what they hold.
 */
export function lossOf(from: string, to: string, column: string): TypeLoss | undefined {
  const [was, is] = [elementOf(from), elementOf(to)];
  const loss = lossOfNumbers(was, is, column) ?? lossOfTimes(was, is, column) ?? lossOfTexts(was, is, column);
  const isArray = elementOf(to) !== to;
  return (
    (isArray && loss !== undefined ? { what: loss.what } : loss) ??
    (isArray && elementOf(from) === from ? lossOfFirstElement(was, is, column) : undefined)
  );
}

function lossOfNumbers(from: string, to: string, column: string): TypeLoss | undefined {
  const [a, b] = [bare(from), bare(to)];
  const isNumber = whole.includes(a) || fractions.includes(a) || a === 'money';
  if (whole.includes(b) && a === 'money')
    return { what: 'are rounded to whole numbers', where: `${column}::numeric <> round(${column}::numeric)` };
  if (whole.includes(b) && fractions.includes(a))
    return { what: 'are rounded to whole numbers', where: `${column} <> round(${column})` };
  if (whole.includes(b) && a === 'jsonb') return { what: 'are rounded to whole numbers' };
  if (b === 'numeric' && modifiers(to).length > 0) return lossOfDecimals(from, to, column);
  if (b === 'numeric' && a === 'real') return { what: 'keep six digits only' };
  if (b === 'numeric' && a === 'double precision') return { what: 'keep fifteen digits only' };
  const isExact = a === 'smallint' || a === b;
  if (b === 'real' && !isExact && (isNumber || a === 'jsonb')) return { what: 'keep six digits only' };
  if (b === 'double precision' && ['numeric', 'bigint', 'jsonb', 'money'].includes(a))
    return { what: 'keep fifteen digits only' };
  if (b === 'money' && fractions.includes(a)) return { what: 'are rounded to what money holds' };
  if (a === 'integer' && b === 'boolean')
    return { what: 'only keep whether they are 0', where: `${column} NOT IN (0, 1)` };
  if (whole.includes(a) && b === 'bit')
    return { what: `only keep their last ${some(modifiers(to)[0] ?? 1, 'bit')}` };
  return undefined;
}

function lossOfDecimals(from: string, to: string, column: string): TypeLoss | undefined {
  const a = bare(from);
  const [, is = 0] = modifiers(to);
  const [digits, was = digits === undefined ? undefined : 0] = modifiers(from);
  const isSame = (whole.includes(a) && is >= 0) || (a === 'numeric' && was !== undefined && was <= is);
  const isNumber = whole.includes(a) || fractions.includes(a) || a === 'money';
  if (isSame || !(isNumber || a === 'jsonb' || isText(a))) return undefined;
  const what =
    is < 0 ? `are rounded to multiples of 1${'0'.repeat(-is)}` : `are rounded to ${some(is, 'decimal')}`;
  if (isText(a)) return is < 0 ? { what } : { what, where: `${column}::text ~ '[.]\\d{${is}}\\d*[1-9]'` };
  if (a === 'money') return { what, where: `${column}::numeric <> round(${column}::numeric, ${is})` };
  const isExact = whole.includes(a) || a === 'numeric';
  return isExact ? { what, where: `${column} <> round(${column}::numeric, ${is})` } : { what };
}

function lossOfTimes(from: string, to: string, column: string): TypeLoss | undefined {
  const [a, b] = [bare(from), bare(to)];
  if (isText(a) && b === 'date') return { what: 'lose their time of day', where: `${column}::text ~ ':'` };
  if (isText(a) && b.startsWith('time') && modifiers(to).length > 0)
    return { what: secondsTo(to), where: `${column}::text ~ ':\\d+[.]\\d{${modifiers(to)[0]}}\\d*[1-9]'` };
  if (!ofTime.test(a)) return undefined;
  if (a.startsWith('timestamp') && b === 'date') return { what: 'lose their time of day' };
  if (a.startsWith('timestamp') && b.startsWith('time ')) return { what: 'lose their day' };
  if (a === 'interval' && b.startsWith('time ')) return { what: 'lose whole days' };
  if (!ofTime.test(b)) return undefined;
  if (a.endsWith(' with time zone') && b.endsWith(' without time zone')) return { what: 'lose their zone' };
  if (isInterval(from) && isInterval(to) && keepsIntervals(from, to)) return undefined;
  if (isInterval(from) && isInterval(to) && finestField(to) > finestField(from))
    return { what: `only keep what ${to} holds`, where: `${column} <> ${column}::${to}` };
  const [[was = 6], [is = 6]] = [modifiers(from), modifiers(to)];
  return is < was ? { what: secondsTo(to), where: `${column} <> ${column}::${to}` } : undefined;
}

function secondsTo(type: string): string {
  const [digits = 6] = modifiers(type);
  return digits === 0
    ? 'are rounded to whole seconds'
    : `are rounded to ${some(digits, 'digit')} of a second`;
}

function lossOfTexts(from: string, to: string, column: string): TypeLoss | undefined {
  const [a, b] = [bare(from), bare(to)];
  if (a === 'inet' && b === 'cidr')
    return { what: 'lose what is right of their netmask', where: `${column} <> network(${column})` };
  if (b === 'jsonb' && (a === 'json' || isText(a)))
    return {
      what: 'keep only the last of keys that are repeated',
      where: `pg_input_is_valid(${column}::text, 'jsonb') AND NOT ${column} IS JSON WITH UNIQUE KEYS`,
    };
  if (!isText(a) || a === b) return undefined;
  if (b === 'name' && a !== '"char"')
    return { what: 'are cut to 63 bytes', where: `octet_length(${column}) > 63` };
  if (b === '"char"') return { what: 'are cut to one byte', where: `octet_length(${column}::text) > 1` };
  const bits = modifiers(to)[0] ?? 1;
  if (b === 'bit')
    return { what: `are cut or filled to ${some(bits, 'bit')}`, where: `length(${column}) <> ${bits}` };
  if (b === 'bit varying' && modifiers(to).length > 0)
    return { what: `are cut to ${some(bits, 'bit')}`, where: `length(${column}) > ${bits}` };
  return undefined;
}

/** What becomes the one element of an array is cast explicitly, which cuts where an assignment would fail. */
function lossOfFirstElement(from: string, to: string, column: string): TypeLoss | undefined {
  const [length] = modifiers(to);
  if (!isText(bare(from)) || !isText(bare(to)) || length === undefined) return undefined;
  return { what: `are cut to ${length} characters`, where: `length(${column}) > ${length}` };
}

/** `1 bit`, `2 bits`. */
function some(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
