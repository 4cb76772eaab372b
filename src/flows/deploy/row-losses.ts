import type { Act, Subject } from '../../model/rule.ts';
import { codeChanges } from '../../rules/reading/inner-code.ts';
import { type Named, namedBy, shown } from '../../rules/reading/tables.ts';
import { mergeDeletes, rowChanges, statementsOf } from '../../rules/reading/trees.ts';
import { byKind, type NodeOf, walk } from '../../sql/nodes.ts';

/** A statement that takes rows out of a table. */
export interface RowLoss {
  readonly act: Act;
  readonly table: Named;
  readonly isTruncate: boolean;
}

/**
 * Every TRUNCATE, DELETE and deleting MERGE of a history, once for each statement and table: also those in a WITH, and those of
 * code that was seen to run. Temporary tables do not count. `loadParser` must have been awaited.
 */
export function rowLosses(subject: Subject): readonly RowLoss[] {
  const found = new Map<string, RowLoss>();
  for (const loss of [...truncations(subject), ...deletions(subject)]) {
    const { act, table, isTruncate } = loss;
    if (isTemporary(subject, act, table)) continue;
    found.set(`${act.at} ${act.index} ${isTruncate} ${shown(table)}`, loss);
  }
  return [...found.values()];
}

/** Whether the name stands for a temporary table that the migration has made before. */
function isTemporary({ acts }: Subject, act: Act, { schema, name }: Named): boolean {
  if (schema !== undefined) return schema === 'pg_temp';
  const made = act.makes.get(name) ?? Infinity;
  const maker = acts.find(({ at, index }) => at === act.at && index === made);
  return made < act.index && /^CREATE (?:GLOBAL |LOCAL )?TEMP/.test(maker?.head ?? '');
}

function* truncations(subject: Subject): Generator<RowLoss> {
  for (const { act, node } of statementsOf(subject, 'TruncateStmt', /^TRUNCATE\b/)) {
    for (const item of node.relations ?? [])
      yield { act, table: namedBy(byKind(item).RangeVar), isTruncate: true };
  }
  for (const { act, verb, table } of codeChanges(subject))
    if (verb === 'TRUNCATE') yield { act, table, isTruncate: true };
}

function* deletions(subject: Subject): Generator<RowLoss> {
  for (const { act, verb, relation } of rowChanges(subject))
    if (verb === 'DELETE') yield { act, table: namedBy(relation), isTruncate: false };
  for (const act of subject.acts) {
    if (!/^(WITH|MERGE)\b/.test(act.head)) continue;
    for (const { relation } of deletesIn(act.trees))
      yield { act, table: namedBy(relation), isTruncate: false };
  }
}

/** Every DELETE, and every MERGE with a branch that deletes. */
function deletesIn(trees: readonly unknown[]): readonly (NodeOf<'DeleteStmt'> | NodeOf<'MergeStmt'>)[] {
  const found: (NodeOf<'DeleteStmt'> | NodeOf<'MergeStmt'>)[] = [];
  walk(trees, (node, kind) => {
    if (kind === 'DeleteStmt' || (kind === 'MergeStmt' && mergeDeletes(node))) found.push(node);
  });
  return found;
}
