import type { ObjectId } from '../../model/object-id.ts';
import { type Act, compareActs, type Rule, type Subject, type Verdict } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { list } from '../../model/words.ts';
import { bareName, quoteIdentifier } from '../../postgres/identifier.ts';
import { readIndexMethod } from '../../postgres/index-method.ts';
import { byKind, type NodeOf } from '../../sql/nodes.ts';
import { isSame, type Named, namedBy, namedByIdentity, shown } from '../../sql/relations.ts';
import { actsOn, childrenOf, factsOf, isAssumed, isOwn, placeOf, tableOf, textOf } from '../reading/facts.ts';
import { isIdle } from '../reading/tables.ts';
import { statementsOf } from '../reading/trees.ts';

/** https://www.postgresql.org/docs/18/sql-createtable.html#SQL-CREATETABLE-PARMS-IF-NOT-EXISTS */
export const skippedCreate: Rule = {
  id: 'skipped-create',
  group: 'history',
  severity: 'warning',
  summary:
    'CREATE ... IF NOT EXISTS passes over what has the name already, and that is something else: a table without its columns, an index of another table or over other columns.',
  descendsFrom: [],
  *judge(subject) {
    for (const { act, node } of statementsOf(subject, 'CreateStmt', /^CREATE\b.*\bTABLE\b/))
      if (isPassedOver(act, node.if_not_exists)) yield* lackingColumns(subject, act, node);
    for (const { act, node } of statementsOf(subject, 'IndexStmt', /^CREATE (UNIQUE )?INDEX\b/))
      if (isPassedOver(act, node.if_not_exists)) yield* otherIndex(subject, act, node);
  },
};

/** Whether the statement alone did nothing; of one in a block that is not known. */
function isPassedOver(act: Act, ifNotExists: boolean | undefined): boolean {
  return ifNotExists === true && act.inside === undefined && isIdle(act);
}

/** A table that is there in the end, and lacks columns that the statement would have given it. */
function* lackingColumns(subject: Subject, act: Act, node: NodeOf<'CreateStmt'>): Iterable<Verdict> {
  const table = namedBy(node.relation);
  const found = ownOf(subject, factsOf(subject, 'table'), table);
  if (found === undefined) return;
  const there = childrenOf(subject, found.id, 'column').map(({ name }) => bareName(name));
  const wanted = (node.tableElts ?? []).flatMap((item) => byKind(item).ColumnDef?.colname ?? []);
  const lacking = wanted.filter((name) => !there.includes(name) && !isGoneLater(subject, act, found, name));
  if (lacking.length === 0) return;
  const columns = list(lacking.map((name) => `\`${name}\``));
  yield {
    act,
    focus: lacking,
    message: `this does nothing, since ${found.name} is there already, and that has no ${columns}`,
    notes: madeNote(subject, found),
    hint: {
      code: lacking
        .map((name) => `ALTER TABLE ${found.name} ADD COLUMN IF NOT EXISTS ${quoteIdentifier(name)} …;`)
        .join('\n'),
    },
  };
}

/** Whether a later statement drops or renames the column. */
function isGoneLater({ acts }: Subject, act: Act, table: Fact, column: string): boolean {
  const identity = `${table.name}.${quoteIdentifier(column)}`;
  return acts.some(
    (later) =>
      compareActs(later, act) > 0 &&
      (later.seen?.events ?? []).some((event) =>
        event.action === 'drop' ? event.identity === identity : event.was === identity,
      ),
  );
}

/** An index that is there in the end, and is another table's or another one of the same table. */
function* otherIndex(subject: Subject, act: Act, node: NodeOf<'IndexStmt'>): Iterable<Verdict> {
  const table = namedBy(node.relation);
  const name = node.idxname ?? '';
  const found = ownOf(subject, factsOf(subject, 'index'), { schema: table.schema, name });
  if (found === undefined) return;
  const isElsewhere = !isSame(namedByIdentity(tableOf(found)), table);
  const difference = isElsewhere ? undefined : differenceOf(subject, act, found, node);
  if (!isElsewhere && difference === undefined) return;
  yield {
    act,
    focus: name,
    message: `this does nothing, since an index \`${name}\` is there already: ${difference ?? `it is one of ${tableOf(found)}, and ${shown(table)} gets none`}`,
    notes: madeNote(subject, found),
    hint: isElsewhere
      ? 'Give the index a name of its own; those of all indexes and tables of a schema are different.'
      : 'Give the index a name of its own, and drop the other one if this takes its place.',
  };
}

/** What the index that is there lacks of the one that is wanted; undefined where it is not known to lack anything. */
function differenceOf(
  subject: Subject,
  act: Act,
  found: Fact,
  node: NodeOf<'IndexStmt'>,
): string | undefined {
  const index = readIndexMethod(textOf(found, 'method'));
  const [made] = actsOn(subject, found.name);
  if (index === undefined || made === undefined || compareActs(made, act) > 0) return undefined;
  const has = index.elements.map(({ column }) => (column === undefined ? undefined : bareName(column)));
  const wanted = (node.indexParams ?? []).map((item) => byKind(item).IndexElem?.name);
  // A column may have had another name then.
  const known = childrenOf(subject, found.parent as ObjectId, 'column').map(({ name }) => bareName(name));
  if (wanted.some((name) => name !== undefined && !known.includes(name))) return undefined;
  if (wanted.join() !== has.join())
    return `it is over (${index.elements.map(({ text }) => text).join(', ')})`;
  if (node.unique === true && found.definition.unique !== true) return 'it is not unique';
  if (node.whereClause === undefined && index.where !== '')
    return `it holds no row but those WHERE ${index.where}`;
  const method = node.accessMethod ?? 'btree';
  return method === index.method ? undefined : `its method is ${index.method}, and not ${method}`;
}

/** The object of that name, if it is the only one and the history's own. */
function ownOf(subject: Subject, facts: readonly Fact[], named: Named): Fact | undefined {
  const [found, ...others] = facts.filter(({ name }) => isSame(namedByIdentity(name), named));
  const isSure = found !== undefined && others.length === 0 && isOwn(subject, found.name);
  return isSure && !isAssumed(subject, found.name) ? found : undefined;
}

function madeNote(subject: Subject, { name }: Fact): readonly string[] {
  const made = placeOf(subject, name);
  return made === undefined ? [] : [`${made.migration.name} made it.`];
}
