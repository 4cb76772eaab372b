/**
 * Text that PostgreSQL has deparsed, written so that parsing it gives the very tree it came from, or one that does the same. Marks
 * of a CYCLE clause come out as casts, which the parser refuses there. Seven more things come out differently when read back as they
 * are: conjunctions nested on the left, which the parser flattens (`((a AND b) AND c)` comes from BETWEEN and row comparisons); an
 * array constructor under a cast, into whose elements the parser pulls the cast (`x IN ('a', 'b')` over varchar); joins without a
 * condition, which get one that is always true; `VALUES` that are sorted or that something is united with, which come out inside of a
 * query of their own; the last nulls of a row, which have no type where they stand for attributes that its composite type got later;
 * and a literal in a select list whose names do not show, which came without a cast and so without its name.
 */
export function reparsable(text: string): string {
  let result = text;
  if (/\b(AND|OR)\b/.test(text) && text.includes('((')) result = fenceConjunctions(result);
  if (text.includes('(ARRAY[')) result = result.replace(castArray, fenceElements);
  if (text.includes(' CYCLE ')) result = result.replace(cycleMarks, 'TO $2 $1 DEFAULT $4 $3 USING ');
  if (text.includes(' ON TRUE'))
    result = result.replace(stringOrNoCondition, (word) => (word === ' ON TRUE' ? ' ON (true)' : word));
  if (text.includes('(VALUES '))
    result = result
      .replace(unitedValues, '$1$2')
      .replace(sortedValues, (whole, columns: string, values: string) =>
        areInOrder(columns) ? ` ${values}` : whole,
      );
  if (/\b(SELECT|RETURNING) /.test(text)) result = result.replace(namelessLiteral, '$& AS "?column?"');
  if (text.includes('ROW(') && text.includes(', NULL')) result = withBareLastNulls(result);
  return result;
}

const string = `E?'(?:[^']|'')*'`;
const literal = `(?:${string}|NULL)`;
const namePart = String.raw`(?:"(?:[^"]|"")+"|[a-z_][\w$]*)`;
const typeName = `${namePart}(?:[. ]${namePart})*`;
const number = String.raw`\d+(?:\.\d+)?`;
const element = `(?:${literal}::${typeName}|${number})`;
const castArray = new RegExp(String.raw`\(ARRAY\[(${element}(?:, ${element})*)\]\)::`, 'g');
const elements = new RegExp(`(${literal})::(${typeName})|(${number})`, 'g');

/** Casts an array to the type that its elements have, where they all have one: the parser does not look through that. */
function fenceElements(whole: string, list: string): string {
  const types = new Set<string>();
  for (const [, , type, digits = ''] of list.matchAll(elements)) types.add(type ?? typeOfNumber(digits));
  const [type, other] = types;
  return type === undefined || other !== undefined ? whole : `(ARRAY[${list}]::${type}[])::`;
}

/** https://www.postgresql.org/docs/18/sql-syntax-lexical.html#SQL-SYNTAX-CONSTANTS-NUMERIC */
function typeOfNumber(digits: string): string {
  if (digits.includes('.')) return 'numeric';
  const value = BigInt(digits);
  return value < 2n ** 31n ? 'integer' : value < 2n ** 63n ? 'bigint' : 'numeric';
}

const namelessLiteral = new RegExp(
  String.raw`(?<=(?:\bSELECT|\bDISTINCT|\bRETURNING) |,\n +)${literal}::${typeName}(?=,\n|\n|\)|;|$| (?!AS )[A-Z])`,
  'g',
);

const cycleMarks = new RegExp(`TO (${string})::(${typeName}) DEFAULT (${string})::(${typeName}) USING `, 'g');

/** The condition that is always true joins the same rows, and cannot come to mean shared columns as NATURAL would. */
const stringOrNoCondition = new RegExp(`${string}|"(?:[^"]|"")+"| ON TRUE`, 'g');

const unitedValues = new RegExp(
  String.raw`((?:UNION|INTERSECT|EXCEPT)(?: ALL)?\n[ (]+)SELECT (?:"\*VALUES\*"\.column\d+(?: AS ${namePart})?,?\s+)+FROM \((VALUES .*?)\) "\*VALUES\*"`,
  'gs',
);

const sortedValues = new RegExp(
  String.raw`^ SELECT ((?:\s*column\d+(?: AS ${namePart})?,?)+)\s+FROM \((VALUES .*?)\) "\*VALUES\*"(?=\n *(?:ORDER BY|LIMIT|OFFSET|FETCH) )`,
  's',
);

/** Whether a select list is that of all columns of `VALUES`, whatever they are called. */
function areInOrder(columns: string): boolean {
  const numbers = [...columns.matchAll(/(?:^|,)\s*column(\d+)/g)].map(([, number]) => Number(number));
  return numbers.every((number, i) => number === i + 1);
}

const unnamedParameter = new RegExp(`${string}|(?:${namePart}\\.)?""|${namePart}`, 'g');

/** A function's body in which the parameter that has no name, which comes out as `""`, is called by its number. */
export function withNumber(body: string, number: number): string {
  return body.replace(unnamedParameter, (word) => (/(?:^|\.)""$/.test(word) ? `$${number}` : word));
}

/** A bracket that is still open. */
interface Group {
  isEmpty: boolean;
  /** What joins its operands, as far as read. */
  joint?: string;
  /** The group that it opened with, while nothing has followed yet. */
  first?: { readonly joint: string | undefined; readonly end: number };
}

const token = /E?'(?:[^']|'')*'|"(?:[^"]|"")*"|[()]|[A-Za-z_][\w$]*|[^\s]/g;

/** A cast of the first operand to boolean leaves no trace in the tree, but keeps the parser from looking through it. */
function fenceConjunctions(text: string): string {
  const fences: number[] = [];
  const open: Group[] = [{ isEmpty: true }];
  for (const { 0: word, index } of text.matchAll(token)) {
    if (word === '(') open.push({ isEmpty: true });
    else if (word === ')') closeGroup(open, index + 1);
    else {
      const group = open.at(-1) as Group;
      if (word === 'AND' || word === 'OR') {
        group.joint ??= word;
        if (group.first?.joint === word) fences.push(group.first.end);
      }
      group.isEmpty = false;
      delete group.first;
    }
  }
  return fences.reduceRight((result, end) => `${result.slice(0, end)}::boolean${result.slice(end)}`, text);
}

function closeGroup(open: Group[], end: number): void {
  const inner = open.length > 1 ? open.pop() : undefined;
  const outer = open.at(-1) as Group;
  if (inner !== undefined && outer.isEmpty) outer.first = { joint: inner.joint, end };
  else delete outer.first;
  outer.isEmpty = false;
}

const nullType = new RegExp(String.raw`::${typeName}(?:\([\d,]+\)[a-z ]*)?(?:\[\])?`, 'g');
const lastNulls = new RegExp(`(?:, NULL(?:${nullType.source})?)+$`);
const compositeCast = /::(?!record\b)/y;

/** Takes the types off the last nulls of rows of a composite type. A row that is a whole default has its column's type. */
function withBareLastNulls(text: string): string {
  let result = '';
  let copied = 0;
  let last = '';
  /** For each open bracket, where it stands if it is a row's. */
  const open: (number | undefined)[] = [];
  for (const { 0: word, index } of text.matchAll(token)) {
    if (word === '(') open.push(last === 'ROW' ? index : undefined);
    const start = word === ')' ? open.pop() : undefined;
    last = word;
    if (start === undefined) continue;
    compositeCast.lastIndex = index + 1;
    const isWhole = start === 'ROW'.length && index === text.length - 1;
    const nulls = isWhole || compositeCast.test(text) ? lastNulls.exec(text.slice(start, index)) : null;
    if (nulls === null) continue;
    result += text.slice(copied, start + nulls.index) + nulls[0].replace(nullType, '');
    copied = index;
  }
  return result + text.slice(copied);
}
