import type { Hint } from '../../model/hint.ts';
import { once } from '../../model/once.ts';
import { type Act, compareActs, type Rule, type Subject, type Verdict } from '../../model/rule.ts';
import { few, list } from '../../model/words.ts';
import { bareName, quoteIdentifier } from '../../postgres/identifier.ts';
import { byKind } from '../../sql/nodes.ts';
import { isSame, type Named, namedBy, namedByIdentity, shown } from '../../sql/relations.ts';
import { findColumn, ownTables, tableOf } from '../reading/facts.ts';
import { foreignKeysOf } from '../reading/keys.ts';
import { placeOfColumn, placeOfConstraint } from '../reading/places.ts';
import { rowChanges } from '../reading/row-changes.ts';
import { isExisting } from '../reading/tables.ts';
import { statementsOf } from '../reading/trees.ts';
import { rowsIn } from '../table-size.ts';

export const deletesReferenced: Rule = {
  id: 'deletes-referenced',
  group: 'data',
  severity: 'warning',
  summary:
    'Rows are deleted to which rows of other tables may refer: a rehearsal has no rows on which this fails, and without a foreign key it fails nowhere.',
  descendsFrom: [],
  *judge(subject) {
    const told = new Set<string>();
    for (const deletion of deletions(subject)) {
      // A list is often weeded out row by row.
      const key = `${deletion.act.at} ${shown(deletion.table)}`;
      if (told.has(key)) continue;
      const found = referencesTo(subject, deletion);
      if (found.length === 0) continue;
      told.add(key);
      yield verdictOn(subject, deletion, found);
    }
  },
};

/** A statement that takes rows out of a table which others may refer to. */
interface Deletion {
  readonly act: Act;
  readonly table: Named;
  /**
   * PostgreSQL refuses to TRUNCATE a referenced table, or CASCADE empties the referencing tables too: only soft references are
   * left to judge.
   */
  readonly isTruncate: boolean;
  /** Names of the relations that the statement reads: with them it may delete only rows that nothing refers to. */
  readonly reads: ReadonlySet<string>;
}

/** A column of another table that points at the table. */
interface Reference {
  readonly from: Named;
  /** Qualified, as SQL writes it. */
  readonly table: string;
  readonly columns: readonly string[];
  readonly to: Named;
  readonly toColumns: readonly string[];
  /** `RESTRICT`, `CASCADE` ...; undefined where no foreign key says it. */
  readonly onDelete: string | undefined;
  /** Where it was made; undefined where the history does not tell. */
  readonly madeBy: Act | undefined;
}

function* deletions(subject: Subject): Generator<Deletion> {
  for (const { act, verb, relation, reads } of rowChanges(subject)) {
    const table = namedBy(relation);
    if (verb === 'DELETE' && isExisting(act, table)) yield { act, table, isTruncate: false, reads: reads() };
  }
  for (const { act, node } of statementsOf(subject, 'TruncateStmt', /^TRUNCATE\b/)) {
    const tables = (node.relations ?? []).map((item) => namedBy(byKind(item).RangeVar));
    const reads = new Set(tables.map(({ name }) => name));
    for (const table of tables) if (isExisting(act, table)) yield { act, table, isTruncate: true, reads };
  }
}

const references = once((subject: Subject): readonly Reference[] => [
  ...hardOnes(subject),
  ...softOnes(subject),
]);

function* hardOnes(subject: Subject): Generator<Reference> {
  for (const table of ownTables(subject)) {
    for (const key of foreignKeysOf(subject, table)) {
      yield {
        from: namedByIdentity(key.table),
        table: key.table,
        columns: key.columns,
        to: namedByIdentity(key.referenced),
        toColumns: key.referencedColumns,
        onDelete: key.onDelete,
        madeBy: placeOfConstraint(subject, key.fact),
      };
    }
  }
}

function* softOnes(subject: Subject): Generator<Reference> {
  for (const { from, to } of subject.policies.softReferences ?? []) {
    const [source, target] = [findColumn(subject, from), findColumn(subject, to)];
    if (source === undefined || target === undefined) continue;
    yield {
      from: namedByIdentity(tableOf(source)),
      table: tableOf(source),
      columns: [quoteIdentifier(bareName(source.name))],
      to: namedByIdentity(tableOf(target)),
      toColumns: [quoteIdentifier(bareName(target.name))],
      onDelete: undefined,
      madeBy: placeOfColumn(subject, source),
    };
  }
}

function referencesTo(subject: Subject, { act, table, isTruncate, reads }: Deletion): readonly Reference[] {
  return references(subject).filter(
    ({ from, to, onDelete, madeBy }) =>
      isSame(to, table) &&
      !isSame(from, table) &&
      !(isTruncate && onDelete !== undefined) &&
      (madeBy === undefined || compareActs(madeBy, act) < 0) &&
      isExisting(act, from) &&
      !reads.has(from.name) &&
      !isSeenTo(subject, act, from),
  );
}

/** Whether an earlier statement of the migration names the table: it presumably took care of the referencing rows. */
function isSeenTo({ acts }: Subject, act: Act, { name }: Named): boolean {
  const word = name.toLowerCase();
  return acts.some(
    (other) =>
      other.at === act.at &&
      other.index < act.index &&
      /^(UPDATE|DELETE|TRUNCATE|MERGE|WITH|DO|SELECT|CALL)\b/.test(other.head) &&
      other.text.toLowerCase().includes(word),
  );
}

function verdictOn(subject: Subject, { act, table }: Deletion, found: readonly Reference[]): Verdict {
  const tables = [...new Set(found.map((one) => one.table))];
  return {
    act,
    focus: table.name,
    message: `rows of ${shown(table)} are deleted, to which rows of ${listed(tables)} may refer`,
    notes: found.slice(0, 8).map((one) => noteOn(subject, one)),
    hint: hintFor(found[0] as Reference),
  };
}

function noteOn(subject: Subject, { table, from, columns, to, toColumns, onDelete }: Reference): string {
  const rows = rowsIn(subject, from);
  const who = `${table} (${columns.join(', ')}${rows === undefined ? '' : `; about ${rows}`})`;
  switch (onDelete) {
    case undefined:
      return `${who} refers to ${shown(to)} (${toColumns.join(', ')}) without a foreign key: rows that do keep a value that stands for nothing.`;
    case 'CASCADE':
      return `${who}: the foreign key is ON DELETE CASCADE, so its rows that refer to a deleted one are deleted with it.`;
    case 'SET NULL':
    case 'SET DEFAULT':
      return `${who}: the foreign key is ON DELETE ${onDelete}, so its rows that refer to a deleted one no longer say which of ${shown(to)} they meant.`;
    default:
      return `${who}: the foreign key is ON DELETE ${onDelete}, so this fails, and the migration with it, where one row refers to a deleted one.`;
  }
}

function hintFor({ table, columns, to, toColumns, onDelete }: Reference): Hint {
  const [column, key] = [columns[0] ?? '', toColumns[0] ?? ''];
  const which = `WHERE ${column} IN (SELECT ${key} FROM ${shown(to)} WHERE …);`;
  return onDelete === 'CASCADE'
    ? ['Say what goes, by a statement of its own before this one:', { code: `DELETE FROM ${table} ${which}` }]
    : [
        'Keep the row and offer it no longer, or give those that refer to it another one before:',
        { code: `UPDATE ${table} SET ${column} = … ${which}` },
      ];
}

const mostNamed = 4;

function listed(tables: readonly string[]): string {
  return tables.length > mostNamed ? `${few(tables, mostNamed)} tables` : list(tables);
}
