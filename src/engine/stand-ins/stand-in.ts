import type { Span } from './adapt.ts';

/**
 * An extension in plain SQL that takes the place of one the engine lacks: its types, functions, operators, access methods
 * and tables as far as DDL and light DML need them. It has no compiled code, so it works on every engine.
 */
export interface StandInSource {
  readonly name: string;
  readonly version: string;
  /** The fixed schema of the real extension's control file; absent where `CREATE EXTENSION ... SCHEMA` chooses. */
  readonly schema?: string;
  readonly relocatable: boolean;
  /** Extensions that must be installed before. */
  readonly requires: readonly string[];
  readonly comment: string;
  /** One sentence for the report: what is there instead, and what it does not do. */
  readonly note: string;
  /** Runs as superuser inside `CREATE EXTENSION`. */
  readonly sql: string;
  /** The parts of migration text that the real extension takes and plain SQL cannot; `code` is the text without strings and comments. */
  readonly leaveOut?: (code: string) => readonly Span[];
}
