import { type Definition, type Fact, isSameDefinition } from '../../../model/schema.ts';
import type { KindRules } from '../../kind.ts';

/**
 * Lets expressions be where they differ only in the nulls that PostgreSQL writes for attributes added to a composite type later:
 * `ROW(1)::pair` comes out as `ROW(1, NULL)::pair` after ADD ATTRIBUTE, and as `ROW(1, NULL::integer)::pair` when written anew.
 */
export function leavePaddedRows(rules: KindRules): KindRules {
  return {
    ...rules,
    alter: (before, after, context) => {
      const padded = padLike(after, before);
      if (padded === before) return rules.alter(before, after, context);
      return isSameDefinition(padded.definition, after.definition) ? [] : rules.alter(padded, after, context);
    },
  };
}

/** The fact before with those of its expressions padded that become so by themselves. */
function padLike(after: Fact, before: Fact): Fact {
  const padded: Record<string, Definition[string]> = {};
  for (const [name, is] of Object.entries(after.definition)) {
    const was = before.definition[name];
    if (typeof was !== 'string' || typeof is !== 'string' || was === is) continue;
    if (!is.includes('ROW(') || isLiteralBody.test(is)) continue;
    if (withoutPadding(was) === withoutPadding(is)) padded[name] = is;
  }
  if (Object.keys(padded).length === 0) return before;
  return { ...before, definition: { ...before.definition, ...padded } };
}

/** PostgreSQL keeps the body of a routine as it was written, unless that is SQL of the standard. */
const isLiteralBody = /^CREATE OR REPLACE (?:FUNCTION|PROCEDURE) .*^AS \$/ms;

/** A null that was written has a type: `NULL::integer`. */
const quotedOrPadding = /E?'(?:[^']|'')*'|"(?:[^"]|"")*"|((?:, NULL)+)(?=\))/g;

function withoutPadding(expression: string): string {
  return expression.replace(quotedOrPadding, (word, padding?: string) => (padding === undefined ? word : ''));
}
