/** Something that answers SQL: a throwaway or a live session. The catalog reads both through this one shape. */
export interface Queryable {
  /** Runs one statement with `$1`-style parameters (extended protocol), or several without parameters (simple query; rows of the last). */
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /**
   * Sends all questions at once and hands on each row as it comes, in their order. Rejects with the first failure, be it the server's or of
   * what takes the rows; nothing is handed on after it.
   */
  ask(questions: readonly Asked[]): Promise<void>;
}

/** A query without parameters, and what takes its rows. */
export interface Asked {
  readonly text: string;
  row(row: never): void;
  /** Called behind the last row. */
  done?(): void;
}
