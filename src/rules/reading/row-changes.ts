import type { A_Const, RangeVar } from '@pgsql/types';
import type { Act, Subject } from '../../model/rule.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { hasConstraint, isOptionOn } from '../../sql/clauses.ts';
import { byKind, type NodeOf, stringsOf } from '../../sql/nodes.ts';
import { parseSql } from '../../sql/parse.ts';
import { isSame, type Named, namedBy, namedByIdentity } from '../../sql/relations.ts';
import { factsOf } from './facts.ts';
import { codeChanges } from './inner-code.ts';
import { indexesOf } from './keys.ts';
import { alterations, definedColumns, statementsOf } from './trees.ts';

/** An UPDATE or DELETE. */
interface RowChange {
  readonly act: Act;
  readonly verb: 'UPDATE' | 'DELETE';
  readonly relation: RangeVar | undefined;
  /** Code that was seen to run makes it, and no statement of the migration itself. */
  readonly isInCode: boolean;
  /** It has a WHERE, which may narrow it. */
  readonly where: boolean;
  /** Names of the other relations that it reads, in its WHERE or anywhere else. */
  reads(): ReadonlySet<string>;
}

/** Every UPDATE and DELETE, also those inside and behind a WITH and those of code that was seen to run. */
export function* rowChanges(subject: Subject): Generator<RowChange> {
  for (const { act, verb, table, sql } of codeChanges(subject)) {
    if (verb === 'TRUNCATE') continue;
    yield {
      act,
      verb,
      isInCode: true,
      ...readInner(sql, subject),
      relation: { relname: table.name, ...(table.schema === undefined ? {} : { schemaname: table.schema }) },
    };
  }
  for (const { act, node } of statementsOf(subject, 'UpdateStmt', /^(UPDATE|WITH)\b/))
    yield { act, verb: 'UPDATE', ...readChange(node, node, subject) };
  for (const { act, node } of statementsOf(subject, 'DeleteStmt', /^(DELETE|WITH)\b/))
    yield { act, verb: 'DELETE', ...readChange(node, node, subject) };
  yield* changesInWith(subject);
  yield* wrappedChanges(subject);
}

/** Those that stand in an EXPLAIN ANALYZE, or in a PREPARE that is executed later. */
function* wrappedChanges(subject: Subject): Generator<RowChange> {
  const prepared = new Map<string, unknown>();
  for (const act of subject.acts) {
    if (!/^(EXPLAIN|PREPARE|EXECUTE)\b/.test(act.head)) continue;
    for (const tree of act.trees) {
      const { ExplainStmt, PrepareStmt, ExecuteStmt } = byKind(tree);
      if (PrepareStmt !== undefined) prepared.set(`${act.at} ${PrepareStmt.name}`, PrepareStmt.query);
      const isRun = ExplainStmt !== undefined && isOptionOn(ExplainStmt.options, 'analyze');
      const { UpdateStmt, DeleteStmt } = byKind(
        isRun ? ExplainStmt.query : prepared.get(`${act.at} ${ExecuteStmt?.name}`),
      );
      if (UpdateStmt !== undefined)
        yield { act, verb: 'UPDATE', ...readChange(UpdateStmt, UpdateStmt, subject) };
      if (DeleteStmt !== undefined)
        yield { act, verb: 'DELETE', ...readChange(DeleteStmt, DeleteStmt, subject) };
    }
  }
}

type Change = NodeOf<'UpdateStmt'> | NodeOf<'DeleteStmt'>;

/** `whole` is the statement that the change stands in. */
function readChange(
  node: Change,
  whole: object,
  subject: Subject,
): Pick<RowChange, 'relation' | 'isInCode' | 'where' | 'reads'> {
  const where = narrows(node.whereClause, (term) => isNeverNull(subject, node, term));
  return { relation: node.relation, isInCode: false, where, reads: () => relationsIn(whole) };
}

/** Whether a condition asks no more than that a column of the table is not null, which its primary key or a NOT NULL says of every row. */
function isNeverNull(subject: Subject, change: Change, term: unknown): boolean {
  const { nulltesttype, arg } = byKind(term).NullTest ?? {};
  const parts = nulltesttype === 'IS_NOT_NULL' ? stringsOf(byKind(arg).ColumnRef?.fields) : [];
  const [column = '', of] = parts.toReversed();
  const { relation } = change;
  const joined = 'usingClause' in change ? change.usingClause : (change as NodeOf<'UpdateStmt'>).fromClause;
  const isOwn =
    of === undefined ? joined === undefined : of === (relation?.alias?.aliasname ?? relation?.relname);
  if (parts.length === 0 || !isOwn) return false;
  const table = namedBy(relation);
  const isKey = factsOf(subject, 'table')
    .filter(({ name }) => isSame(namedByIdentity(name), table))
    .some((fact) =>
      indexesOf(subject, fact).some(({ primary, keys }) => primary && keys.includes(quoteIdentifier(column))),
    );
  return isKey || isMadeNotNull(subject, table, column);
}

/** Whether a column is NOT NULL since it was made, and no statement lets it be null. */
function isMadeNotNull(subject: Subject, table: Named, column: string): boolean {
  const made = definedColumns(subject).filter(
    (one) => one.column.colname === column && isSame(one.table, table),
  );
  const isLoose = alterations(subject).some(
    ({ table: altered, command }) =>
      command.subtype === 'AT_DropNotNull' && command.name === column && isSame(altered, table),
  );
  return made.length > 0 && !isLoose && made.every((one) => hasConstraint(one.column, 'CONSTR_NOTNULL'));
}

/** PostgreSQL lets rows be changed only in the WITH of the topmost statement. */
function* changesInWith(subject: Subject): Generator<RowChange> {
  for (const act of subject.acts) {
    if (!/^WITH\b/.test(act.head)) continue;
    for (const tree of act.trees) {
      const { SelectStmt, InsertStmt, UpdateStmt, DeleteStmt, MergeStmt } = byKind(tree);
      const whole = SelectStmt ?? InsertStmt ?? UpdateStmt ?? DeleteStmt ?? MergeStmt;
      for (const item of whole?.withClause?.ctes ?? []) {
        const inner = byKind(byKind(item).CommonTableExpr?.ctequery);
        if (inner.UpdateStmt !== undefined)
          yield { act, verb: 'UPDATE', ...readChange(inner.UpdateStmt, tree, subject) };
        if (inner.DeleteStmt !== undefined)
          yield { act, verb: 'DELETE', ...readChange(inner.DeleteStmt, tree, subject) };
      }
    }
  }
}

/** Syntax of PL/pgSQL (INTO, EXECUTE) does not parse as SQL: there the word WHERE is searched for. */
function readInner(sql: string, subject: Subject): Pick<RowChange, 'where' | 'reads'> {
  const parsed = parseSql(sql);
  const { UpdateStmt, DeleteStmt, MergeStmt } = byKind(parsed.ok ? parsed.trees[0] : undefined);
  // What a MERGE joins with narrows it as a WHERE does.
  if (MergeStmt !== undefined) return { where: true, reads: () => relationsIn(MergeStmt) };
  const node = UpdateStmt ?? DeleteStmt;
  if (node === undefined) return { where: /\bWHERE\b/i.test(sql), reads: () => new Set() };
  const { where, reads } = readChange(node, node, subject);
  return { where, reads };
}

/**
 * Whether a condition is there and may leave rows out: it is not true of all by itself, as `true` and `1 = 1` are. `isSure` tells of
 * a part of it that is known to be true of every row.
 */
export function narrows(condition: unknown, isSure: (term: unknown) => boolean = () => false): boolean {
  if (condition === undefined) return false;
  const { A_Const, A_Expr, BoolExpr } = byKind(condition);
  if (A_Const !== undefined) return A_Const.boolval?.boolval !== true;
  if (BoolExpr?.boolop === 'OR_EXPR') return (BoolExpr.args ?? []).every((term) => narrows(term, isSure));
  if (BoolExpr?.boolop === 'AND_EXPR') return (BoolExpr.args ?? []).some((term) => narrows(term, isSure));
  if (isSure(condition)) return false;
  const [a, b] = [A_Expr?.lexpr, A_Expr?.rexpr].map((side) => byKind(side).A_Const);
  if (a === undefined || b === undefined || stringsOf(A_Expr?.name)[0] !== '=') return true;
  return constantOf(a) !== constantOf(b);
}

/** The value without its place in the text. */
function constantOf({ location, ...value }: A_Const): string {
  return JSON.stringify(value);
}

/** Whether a MERGE has a branch that deletes rows. */
export function mergeDeletes({ mergeWhenClauses = [] }: NodeOf<'MergeStmt'>): boolean {
  return mergeWhenClauses.some((clause) => byKind(clause).MergeWhenClause?.commandType === 'CMD_DELETE');
}

/** Names of the relations that a statement reads: all below the node but the one that it changes. */
function relationsIn(node: object): ReadonlySet<string> {
  const names = new Set<string>();
  const open: unknown[] = Object.entries(node).flatMap(([key, value]) => (key === 'relation' ? [] : [value]));
  for (let here = open.pop(); here !== undefined; here = open.pop()) {
    if (typeof here !== 'object' || here === null) continue;
    const { relname } = here as RangeVar;
    if (relname !== undefined) names.add(relname);
    open.push(...Object.values(here).filter((value) => typeof value === 'object'));
  }
  return names;
}
