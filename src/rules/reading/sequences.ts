import type { Act, Subject } from '../../model/rule.ts';
import { identifiersIn } from '../../postgres/identifier.ts';
import { byKind } from '../../sql/nodes.ts';
import { isSame, type Named, namedBy, namedByIdentity } from '../../sql/relations.ts';
import { factsOf, textOf } from './facts.ts';
import { blockingLocks } from './wording.ts';

/** Whether a statement sets a sequence that it names, or that belongs to a table that it names; code may compose the names. */
export function setsSequence({ head, text }: Act, names: readonly string[]): boolean {
  if (!/\bsetval\s*\(|\bRESTART\b/i.test(text)) return false;
  if (/^(DO|CALL)\b/.test(head)) return true;
  const named = identifiersIn(text);
  return names.some((name) => named.has(name));
}

/** Whether a TRUNCATE empties the table, be it by CASCADE. */
export function empties(act: Act, table: Named): boolean {
  if (!act.head.startsWith('TRUNCATE')) return false;
  const relations = act.trees.flatMap((tree) => byKind(tree).TruncateStmt?.relations ?? []);
  return (
    relations.some((item) => isSame(namedBy(byKind(item).RangeVar), table)) ||
    blockingLocks(act).some(({ relation }) => isSame(namedByIdentity(relation), table))
  );
}

/** A column that a sequence of its own counts. */
interface CountedColumn {
  /** As SQL writes them. */
  readonly sequence: string;
  readonly column: string;
}

/** The columns that sequences of their own count. */
export function countedColumns(subject: Subject): readonly CountedColumn[] {
  return [
    ...factsOf(subject, 'sequence-owner').map((fact) => ({
      sequence: fact.name,
      column: textOf(fact, 'column'),
    })),
    ...factsOf(subject, 'column')
      .filter(({ definition }) => definition.identity !== undefined)
      .map((fact) => ({ sequence: textOf(fact, 'identitySequence'), column: fact.name })),
  ];
}
