import { type Act, compareActs, type Subject } from '../../model/rule.ts';
import { codeChanges } from '../../rules/reading/inner-code.ts';
import { mergeDeletes, rowChanges } from '../../rules/reading/row-changes.ts';
import { statementsOf } from '../../rules/reading/trees.ts';
import { byKind, type NodeOf, walk } from '../../sql/nodes.ts';
import { isSame, type Named, namedBy, shown } from '../../sql/relations.ts';
import { type MovedRows, movedRows } from './moved-rows.ts';
import { changesPath, lockedBy, relationsMeant } from './relations-meant.ts';

/** A statement that takes rows out of a table. */
export interface RowLoss {
  readonly act: Act;
  readonly table: Named;
  readonly isTruncate: boolean;
  /** The TRUNCATE goes on to the tables that reference this one. */
  readonly cascades: boolean;
  /** The table that the TRUNCATE names, where it only goes on to this one. */
  readonly along: Named | undefined;
  /** The migration changes the search path, and the rehearsal did not see which table the name stands for. */
  readonly isAmbiguous: boolean;
  /** Where the rows go instead of getting lost, unless the live database says otherwise. */
  readonly moved: MovedRows | undefined;
}

/** A loss as it is written, or as code was seen to cause it. */
type Written = Pick<RowLoss, 'act' | 'table' | 'isTruncate' | 'cascades'> & { readonly moved?: MovedRows };

/**
 * Every TRUNCATE, DELETE and deleting MERGE of a history, once for each statement and table: also those in a WITH, and those of
 * code that was seen to run. Temporary tables do not count. `loadParser` must have been awaited.
 */
export function rowLosses(subject: Subject): readonly RowLoss[] {
  const found = new Map<string, RowLoss>();
  const all = [...truncations(subject), ...deletions(subject)];
  for (const written of all.map((one) => withoutDetour(one, all))) {
    if (isTemporary(subject, written.act, written.table)) continue;
    for (const loss of [...lossesBy(subject, written), ...cascaded(written)]) {
      const { act, table, isTruncate } = loss;
      const key = `${act.at} ${act.index} ${isTruncate} ${shown(table)}`;
      if (!found.has(key)) found.set(key, loss);
    }
  }
  return [...found.values()];
}

/** What moves rows is a loss as any other where something later takes them away from where they go. */
function withoutDetour({ moved, ...loss }: Written, all: readonly Written[]): Written {
  if (moved === undefined) return loss;
  const isTaken = all.some(
    (one) => one.moved === undefined && compareActs(one.act, loss.act) > 0 && isSame(one.table, moved.into),
  );
  return isTaken ? loss : { ...loss, moved };
}

function lossesBy(subject: Subject, written: Written): readonly RowLoss[] {
  const { act, table } = written;
  const meant = relationsMeant(subject, act, table);
  if (meant === 'new') return [];
  const isAmbiguous = meant === 'unknown' && changesPath(subject, act);
  const tables = meant === 'unknown' ? [table] : meant;
  return tables.map((one) => ({ moved: undefined, ...written, table: one, along: undefined, isAmbiguous }));
}

/** The tables that a TRUNCATE ... CASCADE was seen to go on to. */
function cascaded({ act, table, isTruncate, cascades }: Written): readonly RowLoss[] {
  if (!cascades) return [];
  return lockedBy(act, /^AccessExclusiveLock$/)
    .filter((reached) => reached.name !== table.name)
    .map((reached) => ({
      act,
      table: reached,
      isTruncate,
      cascades: false,
      along: table,
      isAmbiguous: false,
      moved: undefined,
    }));
}

/** Whether the name stands for a temporary table that the migration has made before. */
function isTemporary({ acts }: Subject, act: Act, { schema, name }: Named): boolean {
  if (schema !== undefined) return schema === 'pg_temp';
  const made = act.makes.get(name) ?? Infinity;
  if (made >= act.index) return false;
  const maker = acts.find(({ at, index }) => at === act.at && index === made);
  return /^CREATE (?:GLOBAL |LOCAL )?TEMP/.test(maker?.head ?? '');
}

function* truncations(subject: Subject): Generator<Written> {
  for (const { act, node } of statementsOf(subject, 'TruncateStmt', /^TRUNCATE\b/)) {
    const cascades = node.behavior === 'DROP_CASCADE';
    for (const item of node.relations ?? [])
      yield { act, table: namedBy(byKind(item).RangeVar), isTruncate: true, cascades };
  }
  for (const { act, verb, table, sql } of codeChanges(subject))
    if (verb === 'TRUNCATE') yield { act, table, isTruncate: true, cascades: /\bCASCADE\b/i.test(sql) };
}

function* deletions(subject: Subject): Generator<Written> {
  const deletion = { isTruncate: false, cascades: false };
  for (const { act, verb, isInCode, relation } of rowChanges(subject))
    if (verb === 'DELETE' && (isInCode || !act.head.startsWith('WITH')))
      yield { act, table: namedBy(relation), ...deletion };
  for (const act of subject.acts) {
    if (!/^(WITH|MERGE)\b/.test(act.head)) continue;
    const moved = movedRows(subject, act);
    const isKept = moved !== undefined && !isTemporary(subject, act, moved.into);
    for (const { relation } of deletesIn(act.trees))
      yield { act, table: namedBy(relation), ...deletion, ...(isKept ? { moved } : {}) };
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
