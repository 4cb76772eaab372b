import type { Severity } from './finding.ts';
import type { Hint } from './hint.ts';
import type { History, Migration } from './migration.ts';
import type { Policies } from './policies.ts';
import type { Schema } from './schema.ts';
import type { TableSizes } from './sizes.ts';
import type { StatementTrace, Trace } from './trace.ts';

/**
 * What a rule goes by: `observed` what the rehearsal saw statements do, `data` what is lost or may fail on rows and running
 * code, `design` the Schema that the history makes, `history` how migrations are written, `policy` what the team chose.
 */
export const ruleGroups = ['observed', 'data', 'design', 'history', 'policy'] as const;
export type RuleGroup = (typeof ruleGroups)[number];

/** One statement of a history, with what the rehearsal saw of it. */
export interface Act {
  readonly migration: Migration;
  /** 0-based position of the migration in the history. */
  readonly at: number;
  /** 1-based in its migration. */
  readonly index: number;
  /** Half-open range in the migration's `up.text`. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Its first words in upper case: `CREATE UNIQUE INDEX CONCURRENTLY`. */
  readonly head: string;
  /** Parse trees as libpg_query gives them, made when first asked for; none where it does not parse. */
  readonly trees: readonly object[];
  /** Undefined where the rehearsal did not reach it. */
  readonly seen: StatementTrace | undefined;
  /** It ran in the rehearsal, so that `seen` tells what it does; what did not run is judged by its text. */
  readonly ran: boolean;
  /** Acts of one migration with the same number share a transaction. */
  readonly transaction: number;
  /**
   * Relations that this migration makes, also temporary ones, with the number of the statement that does: `users` and
   * `public.users`, unquoted.
   */
  readonly makes: ReadonlyMap<string, number>;
  /** The DO block that runs it: `seen` and all but its place and its text are the block's. */
  readonly inside?: Act;
}

/** Sorts acts as a history runs them: negative where `a` comes before `b`, 0 for the same statement. */
export function compareActs(a: Pick<Act, 'at' | 'index'>, b: Pick<Act, 'at' | 'index'>): number {
  return a.at - b.at || a.index - b.index;
}

/** What rules judge. */
export interface Subject {
  readonly history: History;
  readonly trace: Trace;
  /** What the history makes; undefined where that is not known. */
  readonly schema: Schema | undefined;
  /** Every statement, in order. */
  readonly acts: readonly Act[];
  readonly policies: Policies;
  /** How large the tables are where it counts; undefined where nobody said. */
  readonly sizes: TableSizes | undefined;
}

/** What a rule found, before it is given its place and its code frame. */
export interface Verdict {
  /** One sentence: what happened to which object. */
  readonly message: string;
  /** The evidence, a sentence each. */
  readonly notes?: readonly string[];
  readonly hint?: Hint;
  /** Where not the rule's own. */
  readonly severity?: Severity;
  /** The statement it is about; undefined where none can be named. */
  readonly act?: Act | undefined;
  /** The table that all wait for, unquoted: where it is known to be small, the finding is only worth knowing. */
  readonly table?: { readonly schema: string | undefined; readonly name: string } | undefined;
  /** Where the safe SQL is known. */
  readonly fix?: Fix | undefined;
  /** A name in that statement to underline; of several the first that it holds. */
  readonly focus?: string | readonly string[] | undefined;
}

/** SQL that arrives at the same schema without what was found. */
export interface Fix {
  /** In place of the statement, without semicolon; empty where all of it moves to a later migration. */
  readonly instead: string;
  /** What follows in migrations of their own, in order. */
  readonly later: readonly LaterMigration[];
}

export interface LaterMigration {
  /** Statements without semicolons. */
  readonly statements: readonly string[];
  /** It refuses to run in a transaction block. */
  readonly isAlone: boolean;
}

/** One thing to look for. Pure: the same subject gives the same verdicts. */
export interface Rule {
  /** Stable, kebab-case. */
  readonly id: string;
  readonly group: RuleGroup;
  readonly severity: Severity;
  /** One sentence: what is found, and why it matters. */
  readonly summary: string;
  /** Rules of other tools that it covers: `squawk:ban-drop-column`, `eugene:E5`, `strong_migrations:remove_column`. */
  readonly descendsFrom: readonly string[];
  judge(subject: Subject): Iterable<Verdict>;
}
