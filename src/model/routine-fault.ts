import type { ObjectId } from './object-id.ts';

/**
 * A statement in the body of a function or procedure that the server refuses to analyse, by the schema that the history makes in the
 * end: the routine fails once it gets there.
 */
export interface RoutineFault {
  readonly routine: ObjectId;
  /** Line of its body, from 1; undefined of a body in SQL. */
  readonly line: number | undefined;
  /** What was analysed: a statement, or `SELECT` and an expression. */
  readonly sql: string;
  /** The table whose triggers call it, as SQL writes it: NEW and OLD were rows of it. */
  readonly table: string | undefined;
  /** SQLSTATE. */
  readonly code: string;
  /** The server's own words. */
  readonly message: string;
  /** Where it looks for names. */
  readonly searchPath: string;
  /** The routine says itself where it looks for names, so that no caller changes it. */
  readonly hasOwnPath: boolean;
  /** Of a missing function: all functions of that name, whatever they take. */
  readonly namesakes: readonly Namesake[];
}

export interface Namesake {
  /** Unquoted. */
  readonly schema: string;
  /** The extension that it belongs to; null where none. */
  readonly extension: string | null;
}
