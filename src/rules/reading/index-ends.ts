import type { SelectStmt } from '@pgsql/types';
import type { Act, Subject } from '../../model/rule.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { byKind, lastString, stringOf, walk } from '../../sql/nodes.ts';
import { isSame, namedBy, namedByIdentity } from '../../sql/relations.ts';
import { factsOf } from './facts.ts';
import { indexesOf } from './keys.ts';

/**
 * Whether all that a query reads of tables is the least or greatest value of an index, as a sequence is set by: that takes
 * a moment however many rows there are.
 */
export function readsEndsOfIndexes(subject: Subject, { trees }: Act): boolean {
  const queries: SelectStmt[] = [];
  walk(trees, (node, kind) => {
    if (kind === 'SelectStmt') queries.push(node);
  });
  return queries.every((query) => (query.fromClause ?? []).length === 0 || readsEnd(subject, query));
}

/** What such a query may call. */
const calls = /^(max|min|setval|pg_get_serial_sequence)$/;

function readsEnd(subject: Subject, { fromClause, targetList, ...rest }: SelectStmt): boolean {
  const [from, ...more] = fromClause ?? [];
  const relation = byKind(from).RangeVar;
  if (relation === undefined || more.length > 0) return false;
  if (rest.whereClause !== undefined || rest.groupClause !== undefined || rest.distinctClause !== undefined)
    return false;
  const read: (string | undefined)[] = [];
  let columns = 0;
  let callsOther = false;
  walk(targetList, (node, kind) => {
    if (kind === 'ColumnRef') columns += 1;
    const { FuncCall } = byKind({ [kind]: node });
    if (FuncCall === undefined) return;
    const name = lastString(FuncCall.funcname) ?? '';
    callsOther ||= !calls.test(name);
    const column = byKind(FuncCall.args?.[0]).ColumnRef;
    if (/^(max|min)$/.test(name) && column !== undefined) read.push(stringOf(column.fields?.at(-1)));
  });
  // Any other column would be one of every row.
  if (callsOther || columns === 0 || read.length !== columns) return false;
  const table = factsOf(subject, 'table').find(({ name }) =>
    isSame(namedByIdentity(name), namedBy(relation)),
  );
  if (table === undefined) return false;
  const indexed = indexesOf(subject, table)
    .filter(({ method, where }) => method === 'btree' && where === '')
    .map(({ unordered }) => unordered[0]);
  return read.every((column) => column !== undefined && indexed.includes(quoteIdentifier(column)));
}
