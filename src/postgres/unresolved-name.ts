/** What the server could not find, or found twice (`ambiguity`), by its words. Names are unquoted, as the server gives them. */
export interface UnresolvedName {
  readonly what: 'column' | 'relation' | 'type' | 'function' | 'operator' | 'ambiguity';
  readonly name: string;
  /** The schema of a relation, a function or a type; the relation of a column, its alias, or the type of a row. */
  readonly of: string | undefined;
  /** The types that a function or an operator would have to take: `(integer, text)`, `uuid = text`. */
  readonly arguments: string;
}

const patterns: readonly (readonly [UnresolvedName['what'], RegExp])[] = [
  ['ambiguity', /^column reference "(?<name>.+)" is ambiguous$/],
  ['column', /^column "(?<name>.+?)" of relation "(?<of>.+?)" does not exist$/],
  ['column', /^column "(?<name>.+?)" not found in data type (?<of>.+)$/],
  ['column', /^column (?:(?<of>[^"\s]+)\.)?"?(?<name>[^"\s.]+)"? does not exist$/],
  ['relation', /^relation "(?:(?<of>[^".]+)\.)?(?<name>[^"]+)" does not exist$/],
  ['type', /^type "(?:(?<of>[^".]+)\.)?(?<name>[^"]+)" does not exist$/],
  ['operator', /^operator does not exist: (?<arguments>\S.* (?<name>[^\w\s]+) .+|(?<name2>[^\w\s]+) .+)$/],
  [
    'function',
    /^(?:function|procedure) (?:(?<of>[^(.]+)\.)?(?<name>[^(.]+)(?<arguments>\(.*\)) does not exist$/,
  ],
];

/** Reads errors 42702, 42703, 42P01, 42704 and 42883 of PostgreSQL; undefined where the words are others. */
export function readUnresolvedName(message: string): UnresolvedName | undefined {
  for (const [what, pattern] of patterns) {
    const { name, name2, of, arguments: given = '' } = pattern.exec(message)?.groups ?? {};
    const found = name ?? name2;
    if (found !== undefined) return { what, name: found, of, arguments: given };
  }
  return undefined;
}
