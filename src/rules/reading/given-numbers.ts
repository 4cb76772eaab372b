import type { Node } from '@pgsql/types';
import { entry } from '../../model/entry.ts';
import { objectId } from '../../model/object-id.ts';
import { once } from '../../model/once.ts';
import { type Act, compareActs, type Subject } from '../../model/rule.ts';
import { bareName, qualifiedPattern, splitLast } from '../../postgres/identifier.ts';
import { byKind, type NodeOf } from '../../sql/nodes.ts';
import { isSame, namedBy, namedByIdentity } from '../../sql/relations.ts';
import { factOf, isOwn, textOf } from './facts.ts';
import { indexesOf } from './keys.ts';
import { countedColumns, empties, setsSequence } from './sequences.ts';

/** An INSERT that gives rows the numbers of a key itself. */
interface GivenNumbers {
  readonly act: Act;
  /** As SQL writes them. */
  readonly table: string;
  readonly column: string;
}

/** The last of them for each key that a sequence counts from 1 and that no later statement sets behind the rows. */
export function* givenNumbers(subject: Subject): Iterable<GivenNumbers> {
  for (const { sequence, column: path } of countedColumns(subject)) {
    const [table, column] = splitLast(path);
    const fact = factOf(subject, objectId('table', table));
    if (fact === undefined || !isOwn(subject, table) || !countsFromOne(subject, path, sequence)) continue;
    if (!indexesOf(subject, fact).some(({ unique, keys }) => unique && keys.join() === column)) continue;
    const act = lastGiving(subject, table, bareName(column));
    if (act === undefined) continue;
    const names = [bareName(table), bareName(sequence)];
    const isMended = (other: Act) =>
      compareActs(other, act) > 0 && (setsSequence(other, names) || empties(other, namedByIdentity(table)));
    if (!subject.acts.some(isMended)) yield { act, table, column };
  }
}

/** Whether a column takes its values from a sequence without options of its own. */
function countsFromOne(subject: Subject, column: string, sequence: string): boolean {
  const { identity, identityOptions } = factOf(subject, objectId('column', column))?.definition ?? {};
  if (identity !== undefined) return identityOptions === undefined || identityOptions === '';
  const { start, increment } = factOf(subject, objectId('sequence', sequence))?.definition ?? {};
  const preset = factOf(subject, objectId('default', column));
  const isCounted = preset !== undefined && textOf(preset, 'expression').startsWith('nextval(');
  return isCounted && start === undefined && increment === undefined;
}

const inserting = new RegExp(
  String.raw`\bINSERT\s+INTO\s+(${qualifiedPattern})\s*(?:AS\s+\w+\s*)?\(([^)]*)\)`,
  'i',
);

/** The INSERTs that ran and list their columns, by the bare name of the table, each with the list as it is written. */
const inserts = once((subject: Subject) => {
  const found = new Map<string, { readonly act: Act; readonly list: string }[]>();
  for (const act of subject.acts) {
    const [, table, list = ''] = (act.ran && act.head.startsWith('INSERT') && inserting.exec(act.text)) || [];
    if (table !== undefined) entry(found, namedByIdentity(table).name, () => []).push({ act, list });
  }
  return found;
});

/** The last INSERT that gives a column of a table a number of its own. */
function lastGiving(subject: Subject, table: string, column: string): Act | undefined {
  const named = namedByIdentity(table);
  return inserts(subject)
    .get(named.name)
    ?.findLast(({ act, list }) => {
      if (!list.includes(column)) return false;
      const node = byKind(act.trees[0]).InsertStmt;
      return node !== undefined && isSame(namedBy(node.relation), named) && gives(node, column);
    })?.act;
}

function gives(
  { cols = [], selectStmt, override, onConflictClause }: NodeOf<'InsertStmt'>,
  column: string,
): boolean {
  const at = cols.findIndex((item) => byKind(item).ResTarget?.name === column);
  const query = byKind(selectStmt).SelectStmt;
  if (at === -1 || override === 'OVERRIDING_USER_VALUE') return false;
  const rows = (query?.valuesLists ?? []).map((row) => byKind(row).List?.items?.[at]);
  if (rows.length > 0) return rows.some(isNumber);
  // What meets rows that are there has their numbers.
  if (onConflictClause !== undefined) return false;
  const value = byKind(query?.targetList?.[at]).ResTarget?.val;
  return isNumber(value) || byKind(value).ColumnRef !== undefined;
}

/** Whether a value is a number that a sequence comes to. */
function isNumber(value: Node | undefined): boolean {
  return (byKind(value).A_Const?.ival?.ival ?? 0) > 0;
}
