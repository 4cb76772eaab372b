/** A bracketed list found in SQL: where it opens and closes, and its items. */
interface BracketedList {
  readonly open: number;
  readonly close: number;
  readonly items: readonly string[];
}

/** What stands before a list whose order means nothing, in the way pg_dump writes it. */
const unorderedList =
  /(?:^CREATE (?:UNLOGGED |FOREIGN )?TABLE .*|^ALTER PUBLICATION .* ADD TABLE ONLY [^(\n]*|\bWITH|\bSET|\bOPTIONS) \(/gm;

/** A join without a condition and one whose condition is always true are one and the same: plans write the latter. */
export function conditioned(sql: string): string {
  return sql.replaceAll(' ON TRUE', ' ON (true)');
}

/** Sorts columns, storage parameters, options and publication columns, and the columns of statistics objects. */
export function sortLists(sql: string): string {
  return sortStatistics(sortBracketed(sql));
}

function sortBracketed(sql: string): string {
  let result = '';
  let from = 0;
  const search = new RegExp(unorderedList);
  for (;;) {
    search.lastIndex = from;
    const match = search.exec(sql);
    if (match === null) break;
    const list = readList(sql, search.lastIndex - 1);
    if (list === undefined) break;
    const items = list.items.map((item) => (item.includes('(') ? sortBracketed(item) : item)).sort();
    const isLong = sql[list.open + 1] === '\n';
    result += sql.slice(from, list.open + 1);
    result += isLong ? `\n${items.map((item) => `    ${item}`).join(',\n')}\n)` : `${items.join(', ')})`;
    from = list.close + 1;
  }
  return result + sql.slice(from);
}

/** `CREATE STATISTICS s (kinds) ON b, a FROM t`: the server lists columns by their position in the table. */
function sortStatistics(sql: string): string {
  const match = /^(CREATE STATISTICS .*? ON )(.*)( FROM .*)$/m.exec(sql);
  if (match === null) return sql;
  const [whole, before, columns, after] = match as unknown as readonly [string, string, string, string];
  const items = readList(`(${columns})`, 0)?.items ?? [columns];
  return sql.replace(whole, () => `${before}${[...items].sort().join(', ')}${after}`);
}

function readList(sql: string, open: number): BracketedList | undefined {
  const items: string[] = [];
  let depth = 0;
  let start = open + 1;
  for (let at = open; at < sql.length; at += 1) {
    const char = sql[at];
    if (char === "'" || char === '"') {
      at = sql.indexOf(char, at + 1);
      if (at < 0) return undefined;
    } else if (char === '(' || char === '[') {
      depth += 1;
    } else if (char === ')' || char === ']') {
      depth -= 1;
      if (depth > 0) continue;
      const last = sql.slice(start, at).trim();
      return { open, close: at, items: last === '' ? items : [...items, last] };
    } else if (char === ',' && depth === 1) {
      items.push(sql.slice(start, at).trim());
      start = at + 1;
    }
  }
  return undefined;
}
