import { parenthesised, splitList } from './lists.ts';

/** A primary key or a unique constraint as its definition says it. */
export interface KeyDefinition {
  readonly isPrimary: boolean;
  /** Whether two nulls are equal: UNIQUE NULLS NOT DISTINCT. */
  readonly hasEqualNulls: boolean;
  /** As SQL writes them; WITHOUT OVERLAPS may follow the last. */
  readonly columns: readonly string[];
  /** The columns of INCLUDE. */
  readonly included: readonly string[];
  /** What follows: ` DEFERRABLE INITIALLY DEFERRED`. */
  readonly rest: string;
}

/**
 * Reads `UNIQUE NULLS NOT DISTINCT (a, b) INCLUDE (c) DEFERRABLE`, as pg_get_constraintdef writes it; undefined for any other
 * constraint.
 */
export function readKey(definition: string): KeyDefinition | undefined {
  const [start, kind, nulls] = /^(PRIMARY KEY|UNIQUE)( NULLS NOT DISTINCT)? (?=\()/.exec(definition) ?? [];
  if (start === undefined) return undefined;
  const { inside, included, rest } = withInclude(definition, start.length);
  return {
    isPrimary: kind === 'PRIMARY KEY',
    hasEqualNulls: nulls !== undefined,
    columns: splitList(inside),
    included: splitList(included),
    rest,
  };
}

/** Where the columns of a key or an exclusion, and those of INCLUDE, end in its definition: how it is stored is said there. */
export function endOfKeys(definition: string): number {
  return definition.length - withInclude(definition, definition.indexOf('(')).rest.length;
}

/** What stands in the parentheses at `open`, the columns of INCLUDE behind it, and what follows. */
function withInclude(definition: string, open: number) {
  const { inside, after } = parenthesised(definition, open);
  const [include] = /^ INCLUDE (?=\()/.exec(after) ?? [];
  const more = include === undefined ? { inside: '', after } : parenthesised(after, include.length);
  return { inside, included: more.inside, rest: more.after };
}

/** Whether a key compares the periods of its last column, by GiST instead of a B-tree. */
export function isWithoutOverlaps({ columns }: KeyDefinition): boolean {
  return columns.at(-1)?.endsWith(' WITHOUT OVERLAPS') === true;
}
