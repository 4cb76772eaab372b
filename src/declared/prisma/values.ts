import { parenthesised, splitList } from '../../postgres/lists.ts';
import { elementOf } from '../../postgres/types/type-change.ts';

/** A column's type as Prisma tells types apart: a domain is its base, a precision that is not written is the default one. */
export function typeKey(type: string, baseOf: (domain: string) => string | undefined): string {
  const isArray = type.endsWith('[]');
  let bare = elementOf(type);
  for (let base = baseOf(bare); base !== undefined; base = baseOf(bare)) bare = base;
  const timed = /^(timestamp|time)(\(\d\))?( with(?:out)? time zone)?$/.exec(bare);
  if (timed !== null) bare = `${timed[1]}${timed[2] ?? '(6)'}${timed[3] ?? ' without time zone'}`;
  if (bare === 'bpchar') bare = 'character(1)';
  return isArray ? `${bare}[]` : bare;
}

/** Whether a column's type is what a declaration asks for. `@db.Timestamp` without a precision leaves it open, to Prisma's engine too. */
export function isTypeAskedFor(
  had: string,
  wanted: string,
  baseOf: (domain: string) => string | undefined,
): boolean {
  const asked = typeKey(wanted, baseOf);
  if (typeKey(had, baseOf) === asked) return true;
  const isOpen = /^time(?:stamp)? with(?:out)? time zone(?:\[\])?$/.test(wanted);
  return isOpen && typeKey(had, baseOf).replace(/\(\d\)/, '(6)') === asked;
}

/** The text of a default that is a string and nothing else. */
export function defaultText(expression: string): string | undefined {
  return textOf(withoutCasts(expression.trim()).value);
}

/** The elements of a default that is a list of values, each as an expression of its own. */
export function defaultElements(expression: string): readonly string[] | undefined {
  const { value } = withoutCasts(expression.trim());
  const list = /^ARRAY\[([\s\S]*)\]$/.exec(value)?.[1];
  if (list !== undefined) return splitList(list);
  const text = textOf(value);
  return text === undefined
    ? undefined
    : arrayElements(text).map((element) => `'${element.replaceAll("'", "''")}'`);
}

function textOf(value: string): string | undefined {
  return /^E?'((?:[^']|'')*)'$/.exec(value)?.[1]?.replaceAll("''", "'");
}

/** A default as Prisma tells defaults apart: casts, layout and the many ways to say now, an empty list or a number are equal. */
export function defaultKey(expression: string | undefined): string {
  if (expression === undefined) return '';
  const { value, type } = withoutCasts(expression.trim());
  if (/^NULL$/i.test(value)) return '';
  if (/^nextval\(/i.test(value)) return 'autoincrement()';
  if (/^now\(\)$|^CURRENT_TIMESTAMP(?:\(\d\))?$/i.test(value)) return 'now()';
  const list = /^ARRAY\[([\s\S]*)\]$/.exec(value)?.[1];
  if (list !== undefined) return `[${splitList(list).map(defaultKey).join(', ')}]`;
  const text = textOf(value);
  if (text === undefined) return numberKey(value) ?? value;
  if (type.endsWith('[]'))
    return `[${arrayElements(text)
      .map((element) => numberKey(element) ?? `'${element}'`)
      .join(', ')}]`;
  if (/^jsonb?$/.test(type)) return jsonKey(text);
  if (/^(?:timestamp|date|time)\b/.test(type)) return 'a moment';
  return numberKey(text) ?? `'${text}'`;
}

// A quote inside of a name is doubled: two quoted parts beside each other.
const castPattern = /^([\s\S]*)::((?:"[^"]*"|[\w$. ])+(?:\([\d,]+\))?(?: with(?:out)? time zone)?(?:\[\])*)$/;

/** The outermost type that is written is the one that counts. */
function withoutCasts(expression: string): { readonly value: string; readonly type: string } {
  let value = expression;
  let type = '';
  for (;;) {
    const [, inner, cast] = castPattern.exec(value) ?? [];
    if (inner !== undefined && cast !== undefined && isOperand(inner)) {
      value = inner.trim();
      type = type === '' ? cast.trim() : type;
      continue;
    }
    if (!value.startsWith('(')) return { value, type };
    const { inside, after } = parenthesised(value, 0);
    if (after !== '') return { value, type };
    value = inside.trim();
  }
}

/** Whether a cast behind it is a cast of all of it, and not of the last operand only. */
function isOperand(text: string): boolean {
  if (/^(?:E?'(?:[^']|'')*'|[\w.+-]+|\w+\(\)|ARRAY\[[\s\S]*\])$/.test(text)) return true;
  if (text.startsWith('(') && parenthesised(text, 0).after === '') return true;
  const inner = castPattern.exec(text)?.[1];
  return inner !== undefined && isOperand(inner);
}

function numberKey(text: string): string | undefined {
  const match = /^([+-]?)0*(\d+)(?:\.(\d*?)0*)?$/.exec(text.replace(/^\((-[\d.]+)\)$/, '$1'));
  if (match === null) return undefined;
  const [, sign = '', whole = '0', fraction = ''] = match;
  return `${sign === '-' ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

function arrayElements(literal: string): readonly string[] {
  return splitList(literal.replace(/^\{|\}$/g, '')).map((element) =>
    /^"[\s\S]*"$/.test(element) ? element.slice(1, -1).replace(/\\(.)/g, '$1') : element,
  );
}

function jsonKey(text: string): string {
  try {
    return JSON.stringify(sortKeys(JSON.parse(text)));
  } catch {
    return text;
  }
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, own]) => [key, sortKeys(own)]),
  );
}
