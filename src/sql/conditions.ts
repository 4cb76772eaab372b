import type { A_Expr, Constraint } from '@pgsql/types';
import { quoteIdentifier } from '../postgres/identifier.ts';
import { executedTexts, innerStatements } from './inner.ts';
import { type AnyNode, byKind, stringsOf, walk } from './nodes.ts';
import { parseSql } from './parse.ts';

/** A comparison that is null for every row, since one side of it is. */
export interface NullComparison {
  /** The column on the other side as SQL writes it, qualified where it was; undefined where that is no column. */
  readonly column: string | undefined;
  /** As SQL writes it: `=`, `<>`, `IN`, `NOT IN`. */
  readonly operator: string;
  /** It compares with nothing else, as a list may. */
  readonly isOnlyNull: boolean;
  /** It stands in a CHECK, which lets through what is null. */
  readonly isCheck: boolean;
}

/** Cheap, and true of every text that holds such a comparison. */
const mayCompare = /[=<>]\s*\(?\s*NULL\b|\bNULL\b[\s\w:)]*[=<>]|\bIN\s*\([^)]*\bNULL\b/i;

/**
 * The comparisons with a literal null in the conditions of a statement: WHERE, ON, HAVING, CHECK, USING, WHEN, FILTER, also in the
 * bodies that it holds. `trees` is asked only for texts that may have one.
 */
export function nullComparisons(text: string, trees: () => readonly object[]): readonly NullComparison[] {
  if (!mayCompare.test(text)) return [];
  return [...trees(), ...bodyTrees(text, mayCompare)].flatMap((tree) => comparisonsIn(tree));
}

/** What runs inside of code, as far as its text may hold what is looked for; of an IF only the condition, since `a = NULL` behind its THEN is an assignment. */
export function bodyTrees(text: string, mayHold: RegExp): readonly object[] {
  const statements = innerStatements(text, /^(SELECT|INSERT|UPDATE|DELETE|MERGE|WITH|PERFORM)$/i);
  const branches = innerStatements(text, /^(IF|ELSIF|ELSEIF|WHILE)$/i);
  const written = [
    ...statements.map((sql) => sql.replace(/^PERFORM\b/i, 'SELECT')),
    ...branches.map((sql) => sql.replace(/^\w+/, 'SELECT WHERE').replace(/\b(THEN|LOOP)\b.*$/is, '')),
    ...executedTexts(text),
  ];
  return written
    .filter((sql) => mayHold.test(sql))
    .flatMap((sql) => {
      const parsed = parseSql(sql);
      return parsed.ok ? parsed.trees : [];
    });
}

/** Fields that hold conditions; `raw_expr` is one of a CHECK. */
export const conditionFields = [
  'whereClause',
  'quals',
  'havingClause',
  'joinCondition',
  'condition',
  'qual',
  'with_check',
  'whenClause',
  'agg_filter',
] as const;

function comparisonsIn(tree: object): readonly NullComparison[] {
  const found = new Map<object, NullComparison>();
  const search = (condition: unknown, isCheck: boolean) =>
    walk(condition, (node, kind) => {
      const one = kind === 'A_Expr' ? readComparison(node as A_Expr, isCheck) : undefined;
      if (one !== undefined && !found.has(node)) found.set(node, one);
    });
  walk(tree, (node, kind) => {
    for (const field of conditionFields) if (node[field] !== undefined) search(node[field], false);
    if (kind === 'Constraint' && (node as Constraint).contype === 'CONSTR_CHECK') search(node.raw_expr, true);
    if (kind === 'CaseExpr') for (const branch of branchesOf(node)) search(branch, false);
  });
  return [...found.values()];
}

/** The conditions of `CASE WHEN ...`; `CASE a WHEN ...` has values in their place. */
function branchesOf({ arg, args }: AnyNode): readonly unknown[] {
  if (arg !== undefined || !Array.isArray(args)) return [];
  return args.map((item) => byKind(item).CaseWhen?.expr);
}

function readComparison({ kind, name, lexpr, rexpr }: A_Expr, isCheck: boolean): NullComparison | undefined {
  const [operator = ''] = stringsOf(name);
  if (kind === 'AEXPR_OP' && /^(=|<>|<|>|<=|>=)$/.test(operator)) {
    if (!isNull(lexpr) && !isNull(rexpr)) return undefined;
    return { column: columnOf(isNull(lexpr) ? rexpr : lexpr), operator, isOnlyNull: true, isCheck };
  }
  if (kind !== 'AEXPR_IN') return undefined;
  const items = byKind(rexpr).List?.items ?? [];
  const isNegated = operator === '<>';
  // One null makes NOT IN never true, and IN never false; the other way round the other values still count.
  const isSpoiled = isNegated !== isCheck ? items.some(isNull) : items.length > 0 && items.every(isNull);
  if (!isSpoiled) return undefined;
  return {
    column: columnOf(lexpr),
    operator: isNegated ? 'NOT IN' : 'IN',
    isOnlyNull: items.every(isNull),
    isCheck,
  };
}

function isNull(node: unknown): boolean {
  const { A_Const, TypeCast } = byKind(node);
  return TypeCast === undefined ? A_Const?.isnull === true : isNull(TypeCast.arg);
}

function columnOf(node: unknown): string | undefined {
  const parts = stringsOf(byKind(node).ColumnRef?.fields);
  return parts.length === 0 ? undefined : parts.map((part) => quoteIdentifier(part)).join('.');
}
