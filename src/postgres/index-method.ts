import { identifierPattern, qualifiedPattern } from './identifier.ts';
import { parenthesised, splitList } from './lists.ts';

/** What stands behind USING in the definition of an index. */
interface IndexMethod {
  readonly method: string;
  readonly elements: readonly IndexElement[];
  /** The columns of INCLUDE. */
  readonly included: readonly string[];
  /** Whether two nulls are equal: NULLS NOT DISTINCT. */
  readonly hasEqualNulls: boolean;
  /** The condition of a partial index; empty for none. */
  readonly where: string;
}

/** A column or an expression that an index sorts by. */
export interface IndexElement {
  /** All of it: `a COLLATE "C" text_pattern_ops DESC NULLS LAST`. */
  readonly text: string;
  /** Without its order, which changes nothing of what is equal: `a COLLATE "C" text_pattern_ops`. */
  readonly unordered: string;
  /** As SQL writes it; undefined for an expression. */
  readonly column: string | undefined;
  /** That of a column, with its schema and parameters; empty for the default of the column's type. */
  readonly operatorClass: string;
  readonly descends: boolean;
}

const methodPattern = new RegExp(`^(${identifierPattern}) (?=\\()`);

/**
 * Reads `btree (a, b DESC) INCLUDE (c) NULLS NOT DISTINCT WITH (fillfactor='70') WHERE (a > 0)`, as pg_get_indexdef writes it;
 * undefined for any other text.
 */
export function readIndexMethod(text: string): IndexMethod | undefined {
  const [start, method] = methodPattern.exec(text) ?? [];
  if (start === undefined || method === undefined) return undefined;
  const keys = parenthesised(text, start.length);
  const [include] = /^ INCLUDE (?=\()/.exec(keys.after) ?? [];
  const included =
    include === undefined ? { inside: '', after: keys.after } : parenthesised(keys.after, include.length);
  return {
    method,
    elements: splitList(keys.inside).map(readElement),
    included: splitList(included.inside),
    hasEqualNulls: included.after.startsWith(' NULLS NOT DISTINCT'),
    where: / WHERE (.*)$/s.exec(included.after)?.[1] ?? '',
  };
}

const orderPattern = /( DESC)?(?: NULLS (?:FIRST|LAST))?$/;
const columnPattern = new RegExp(
  `^(${identifierPattern})(?: COLLATE ${qualifiedPattern})?(?: (${qualifiedPattern}(?: ?\\(.*\\))?))?$`,
  's',
);

function readElement(text: string): IndexElement {
  const [order = '', descends] = orderPattern.exec(text) ?? [];
  const unordered = text.slice(0, text.length - order.length);
  const [, column, operatorClass = ''] = columnPattern.exec(unordered) ?? [];
  return { text, unordered, column, operatorClass, descends: descends !== undefined };
}
