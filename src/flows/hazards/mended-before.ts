import { nameOf, type ObjectId } from '../../model/object-id.ts';
import type { Hazard } from '../../model/plan.ts';
import { type Act, compareActs, type Subject } from '../../model/rule.ts';
import {
  bareName,
  identifiersIn,
  qualifiedPattern,
  quoteIdentifier,
  splitIdentifier,
  splitLast,
} from '../../postgres/identifier.ts';
import { codeChanges, spelledChanges } from '../../rules/reading/inner-code.ts';
import { alterations } from '../../rules/reading/trees.ts';
import { columnOf } from '../../sql/clauses.ts';
import { byKind, walk } from '../../sql/nodes.ts';
import { parseSql } from '../../sql/parse.ts';
import { isSame, type Named, namedBy, namedByIdentity, namedByList, shown } from '../../sql/relations.ts';
import { rowsWritten } from '../../sql/statement.ts';
import type { Pending } from './demands.ts';
import type { FormerNames } from './former-names.ts';

/** A statement that writes rows. */
interface RowWrite {
  readonly table: Named;
  /** The columns that it sets in rows that are there; undefined where all may change or rows go. */
  readonly columns: ReadonlySet<string> | undefined;
  /** It only adds rows: those that are there stay as they are, but may refer to the new ones. */
  readonly isAddition: boolean;
}

/** The statement that demands something of the rows. */
interface Demand {
  readonly migration: string;
  /** 1-based in its migration. */
  readonly index: number;
}

/**
 * What a pending statement does to the rows in question before the demand on them comes, as a sentence without a full stop; undefined
 * where nothing does. The rows of now then say nothing of what the demand will meet. `loadParser` must have been awaited.
 */
export function mendedBefore(
  { question, kind }: Hazard,
  object: ObjectId,
  demand: Demand,
  { subject, former, pending }: Pick<Pending, 'subject' | 'former' | 'pending'>,
): string | undefined {
  if (question === undefined || kind !== 'may-fail') return undefined;
  const end = subject.acts.find(
    ({ migration, index }) => migration.name === demand.migration && index === demand.index,
  );
  if (end === undefined) return undefined;
  const table = 'table' in question.from ? question.from.table : splitLast(nameOf(object))[0];
  if (convertsItself(subject, end, object, former))
    return `${placeOf(end)} converts the values in its own way`;
  const wanted = namedByIdentity(former.nowOf(table));
  const conditions = [question.where, question.counted, ...(question.groupedBy ?? [])].join(' ');
  const columns = columnsMeant(`${conditions} ${splitLast(nameOf(object))[1]}`, table, former);
  const others = tablesIn(question.where ?? '', former);
  const names = new Set(pending.map(({ name }) => name));
  const concerns = ({ table: written, columns: set, isAddition }: RowWrite) =>
    others.some((other) => isSame(other, written)) ||
    (!isAddition &&
      (isSame(written, wanted) || isSame(written, namedByIdentity(table))) &&
      (set === undefined || [...set].some((column) => columns.has(column))));
  for (const act of subject.acts.toReversed()) {
    if (compareActs(act, end) >= 0 || !names.has(act.migration.name)) continue;
    const write = writesOf(subject, act).find(concerns);
    if (write !== undefined) return `${placeOf(act)} changes ${shown(write.table)} before`;
  }
  return undefined;
}

function placeOf({ migration, seen }: Act): string {
  return seen === undefined ? migration.name : `${migration.name} line ${seen.line}`;
}

/** Whether the statement gives a column its new type by an expression, rather than by a cast of the value. */
function convertsItself(subject: Subject, act: Act, object: ObjectId, former: FormerNames): boolean {
  const own = bareName(former.nowOf(nameOf(object)));
  return alterations(subject).some(({ act: { at, index }, command }) => {
    if (at !== act.at || index !== act.index) return false;
    if (command.subtype !== 'AT_AlterColumnType' || command.name !== own) return false;
    let using: unknown = columnOf(command)?.raw_default;
    while (byKind(using).TypeCast !== undefined) using = byKind(using).TypeCast?.arg;
    return using !== undefined && byKind(using).ColumnRef === undefined;
  });
}

/** The columns that conditions name, by the names that they have now and after the pending renames. */
function columnsMeant(conditions: string, table: string, former: FormerNames): ReadonlySet<string> {
  const named = [...identifiersIn(conditions.replaceAll(/'(?:[^']|'')*'/g, ' '))];
  return new Set(
    named.flatMap((name) => [name, bareName(former.nowOf(`${table}.${quoteIdentifier(name)}`))]),
  );
}

/** The tables that a condition names besides its own, as the one that a foreign key refers to. */
function tablesIn(where: string, former: FormerNames): readonly Named[] {
  return [...where.matchAll(new RegExp(String.raw`\bFROM\s+(${qualifiedPattern})`, 'g'))].flatMap(
    ([, name = '']) => [namedByIdentity(name), namedByIdentity(former.nowOf(name))],
  );
}

/** What a statement writes, itself or by the code that it runs. */
function writesOf(subject: Subject, act: Act): readonly RowWrite[] {
  if (rowsWritten(act.head) === 'named') return writesIn(act.trees);
  const isOwn = (change: { readonly act: Act }) => change.act === act;
  return [
    ...spelledChanges(subject)
      .filter(isOwn)
      .flatMap(({ sql, relation }) =>
        relation === undefined ? [] : [ofCode(sql, namedByList(splitIdentifier(relation)))],
      ),
    ...codeChanges(subject)
      .filter(isOwn)
      .map(({ sql, table }) => ofCode(sql, table)),
  ];
}

/** Syntax of PL/pgSQL does not parse as SQL: such a statement may set any column. */
function ofCode(sql: string, table: Named): RowWrite {
  const parsed = parseSql(sql);
  const [write] = parsed.ok ? writesIn(parsed.trees) : [];
  return { table, columns: write?.columns, isAddition: false };
}

function writesIn(trees: readonly object[]): readonly RowWrite[] {
  const found: RowWrite[] = [];
  walk(trees, (node, kind) => {
    const { UpdateStmt, InsertStmt, DeleteStmt, MergeStmt, CopyStmt, TruncateStmt } = byKind({
      [kind]: node,
    });
    const add = (
      relation: Parameters<typeof namedBy>[0],
      columns?: ReadonlySet<string>,
      isAddition = false,
    ) => found.push({ table: namedBy(relation), columns, isAddition });
    if (UpdateStmt !== undefined) add(UpdateStmt.relation, columnsSet(UpdateStmt.targetList));
    if (DeleteStmt !== undefined) add(DeleteStmt.relation);
    if (MergeStmt !== undefined) add(MergeStmt.relation);
    if (CopyStmt?.is_from === true) add(CopyStmt.relation, undefined, true);
    for (const item of TruncateStmt?.relations ?? []) add(byKind(item).RangeVar);
    if (InsertStmt !== undefined) {
      const changed = InsertStmt.onConflictClause?.targetList;
      add(InsertStmt.relation, columnsSet(changed), changed === undefined);
    }
  });
  return found;
}

function columnsSet(targets: readonly unknown[] | undefined): ReadonlySet<string> {
  return new Set((targets ?? []).flatMap((target) => byKind(target).ResTarget?.name ?? []));
}
