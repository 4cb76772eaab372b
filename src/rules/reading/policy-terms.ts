import { byKind } from '../../sql/nodes.ts';
import { parseSql } from '../../sql/parse.ts';

/** A condition that AND and OR join with others to that of a policy. */
interface Term {
  readonly node: unknown;
  /** Those that let a row pass as well, where it is one of an OR. */
  readonly others: readonly unknown[];
}

/** The conditions that one of a policy, as PostgreSQL writes it, is made of; none of them stands behind a NOT. */
export function termsOf(condition: string): readonly Term[] {
  const parsed = parseSql(`SELECT ${condition}`);
  return parsed.ok ? parsed.trees.flatMap(selected).flatMap((node) => divided({ node, others: [] })) : [];
}

function divided(term: Term): readonly Term[] {
  const { boolop, args = [] } = byKind(term.node).BoolExpr ?? {};
  if (boolop === undefined || boolop === 'NOT_EXPR') return [term];
  return args.flatMap((node) =>
    divided({ node, others: boolop === 'OR_EXPR' ? args.filter((other) => other !== node) : [] }),
  );
}

/** The values that a query selects. */
export function selected(query: unknown): readonly unknown[] {
  return (byKind(query).SelectStmt?.targetList ?? []).map((item) => byKind(item).ResTarget?.val);
}
