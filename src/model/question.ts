/** Which live rows are asked for, so that they can be counted and some of them shown. Every part is SQL. */
export interface Question {
  /** A table, with those that inherit from it or without; or a sub-select, whose rows have no keys. */
  readonly from: { readonly table: string; readonly isOnly?: true } | { readonly select: string };
  readonly alias?: string;
  /** What is true of the rows. */
  readonly where?: string;
  /** Rows that agree in these columns count once, and only where there are several. */
  readonly groupedBy?: readonly string[];
  /** Only rows with a value in this column count. */
  readonly counted?: string;
}

/** The query that counts the rows. */
export function countQuery(question: Question): string {
  const { groupedBy, counted = '*' } = question;
  return groupedBy === undefined
    ? `SELECT count(${counted}) FROM ${source(question)}`
    : `SELECT count(*) FROM (SELECT FROM ${source(question)}${repeated(groupedBy)}) AS duplicates`;
}

/** The query for up to five of the rows by their keys; of rows that agree, what they agree in, and how many there are. */
export function sampleQuery(question: Question, keys: readonly string[]): string {
  const { groupedBy, alias } = question;
  if (groupedBy !== undefined)
    return `SELECT ${groupedBy.join(', ')}, count(*) AS "times" FROM ${source(question)}${repeated(groupedBy)} ORDER BY count(*) DESC LIMIT 5`;
  const wanted = keys.map((key) => (alias === undefined ? key : `${alias}.${key}`));
  return `SELECT ${wanted.join(', ')} FROM ${source(question)} LIMIT 5`;
}

/** The question with names in its SQL rewritten. */
export function rewriteQuestion(question: Question, rewrite: (sql: string) => string): Question {
  const { from, where } = question;
  return {
    ...question,
    from: 'table' in from ? { ...from, table: rewrite(from.table) } : { select: rewrite(from.select) },
    ...(where === undefined ? {} : { where: rewrite(where) }),
  };
}

function source({ from, alias, where }: Question): string {
  const rows = 'table' in from ? `${from.isOnly ? 'ONLY ' : ''}${from.table}` : `(${from.select})`;
  return `${rows}${alias === undefined ? '' : ` AS ${alias}`}${where === undefined ? '' : ` WHERE ${where}`}`;
}

function repeated(columns: readonly string[]): string {
  return ` GROUP BY ${columns.join(', ')} HAVING count(*) > 1`;
}
