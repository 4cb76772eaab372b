/** Something that answers SQL: a throwaway or a live session. The catalog reads both through this one shape. */
export interface Queryable {
  /** Runs one statement with `$1`-style parameters (extended protocol), or several without parameters (simple query; rows of the last). */
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Sends statements without parameters all at once. Each answer is there as soon as its statement is done; where one fails, those after it fail too. */
  queryAll(texts: readonly string[]): readonly Promise<readonly Record<string, unknown>[]>[];
}
