import type { Act, Subject } from '../../model/rule.ts';
import { quoteIdentifier, splitIdentifier } from '../../postgres/identifier.ts';
import { codeWord, type SpelledChange, spelledChanges } from '../../rules/reading/inner-code.ts';
import { droppedNames } from '../../sql/clauses.ts';
import { innerStatements } from '../../sql/inner.ts';
import { byKind } from '../../sql/nodes.ts';
import { parseSql } from '../../sql/parse.ts';
import { isSame, type Named, namedBy, namedByList, shown } from '../../sql/relations.ts';
import { columnThere, rowsIn, tableAnywhere, tablesInSchema, tableThere, valuesIn } from './probes.ts';
import { changesPath } from './relations-meant.ts';
import type { RowLoss } from './row-losses.ts';

/**
 * Something that a statement destroys where it is there, and that the rehearsal did not see it destroy: its database lacked it, or
 * a block went another way.
 */
export interface UnseenLoss {
  readonly act: Act;
  readonly message: string;
  readonly table: string | undefined;
  /** As a `DeployHazard` has them. */
  readonly ifThere: string;
  readonly probe?: string;
}

/**
 * What the statements from a migration on would destroy by IF EXISTS, which passed it over, or by the code of DO blocks and called
 * functions that did not run or cannot be told to have run: what is not among the losses that were `seen`. `loadParser` must have
 * been awaited.
 */
export function unseenLosses(
  subject: Subject,
  seen: readonly RowLoss[],
  from: number,
): readonly UnseenLoss[] {
  const acts = subject.acts.filter(({ at }) => at >= from);
  return [
    ...acts.flatMap((act) => (dropping.test(act.head) ? passedOver(subject, act) : [])),
    ...acts.flatMap((act) => (act.head.startsWith('DO') ? droppedInBlock(subject, act) : [])),
    ...spelledChanges(subject)
      .filter(({ act }) => act.at >= from)
      .flatMap((change) => changed(subject, change, seen)),
  ];
}

const dropping = /^(DROP (TABLE|SCHEMA)|ALTER TABLE)\b/;

function passedOver(subject: Subject, act: Act): readonly UnseenLoss[] {
  if (!/\bIF\s+EXISTS\b/i.test(act.text)) return [];
  return act.trees.flatMap((tree) => drops(subject, act, tree));
}

function droppedInBlock(subject: Subject, act: Act): readonly UnseenLoss[] {
  return innerStatements(act.text, /^(DROP|ALTER)$/i).flatMap((sql) => {
    const parsed = parseSql(sql);
    return parsed.ok ? parsed.trees.flatMap((tree) => drops(subject, act, tree)) : [];
  });
}

function changed(
  subject: Subject,
  { act, verb, relation }: SpelledChange,
  seen: readonly RowLoss[],
): readonly UnseenLoss[] {
  if (relation === undefined || verb === 'UPDATE') return [];
  const table = namedByList(splitIdentifier(relation));
  if (seen.some((loss) => loss.act === act && isSame(loss.table, table))) return [];
  const what = `${verb === 'DELETE' ? 'Rows' : 'All rows'} of ${shown(table)}`;
  return lossOfRows(subject, act, table, `${what} are lost where ${codeWord(act)} comes to its ${verb}.`);
}

/** What a DROP or an ALTER TABLE destroys that it was not seen to drop. */
function drops(subject: Subject, act: Act, tree: object): readonly UnseenLoss[] {
  const { DropStmt: drop, AlterTableStmt: alter } = byKind(tree);
  if (drop?.removeType === 'OBJECT_TABLE') {
    return droppedNames(drop).flatMap((parts) => {
      const table = namedByList(parts);
      if (wasDropped(act, 'table', table.name)) return [];
      return lossOfRows(subject, act, table, `All rows of ${shown(table)} are lost: the table is dropped.`);
    });
  }
  if (drop?.removeType === 'OBJECT_SCHEMA' && drop.behavior === 'DROP_CASCADE') {
    return droppedNames(drop).flatMap(([name = '']) => {
      if (wasDropped(act, 'schema', name)) return [];
      const there = tablesInSchema(quoteIdentifier(name));
      const message = `All tables of ${quoteIdentifier(name)} are lost: the schema is dropped.`;
      return [{ act, message, table: undefined, ifThere: there, probe: there }];
    });
  }
  if (alter?.objtype !== 'OBJECT_TABLE') return [];
  const table = namedBy(alter.relation);
  return (alter.cmds ?? []).flatMap((item) => {
    const { subtype, name = '' } = byKind(item).AlterTableCmd ?? {};
    if (subtype !== 'AT_DropColumn' || wasDropped(act, 'table column', name)) return [];
    return lossOfColumn(subject, act, table, name);
  });
}

function wasDropped({ seen }: Act, type: string, name: string): boolean {
  return (seen?.events ?? []).some(
    (event) =>
      event.action === 'drop' && event.type === type && splitIdentifier(event.identity).at(-1) === name,
  );
}

function lossOfRows(subject: Subject, act: Act, table: Named, message: string): readonly UnseenLoss[] {
  const name = shown(table);
  const loss = { act, message, table: name };
  if (table.schema === 'pg_temp') return [];
  if (isAmbiguous(subject, act, table)) return [{ ...loss, ifThere: tableAnywhere(name) }];
  return [{ ...loss, ifThere: tableThere(name), probe: rowsIn(name) }];
}

function lossOfColumn(subject: Subject, act: Act, table: Named, column: string): readonly UnseenLoss[] {
  const name = shown(table);
  const own = quoteIdentifier(column);
  const loss = { act, message: `The values of ${name}.${own} are lost: the column is dropped.`, table: name };
  if (table.schema === 'pg_temp') return [];
  if (isAmbiguous(subject, act, table)) return [{ ...loss, ifThere: tableAnywhere(name) }];
  return [{ ...loss, ifThere: columnThere(name, own), probe: valuesIn(name, own) }];
}

function isAmbiguous(subject: Subject, act: Act, { schema }: Named): boolean {
  return schema === undefined && changesPath(subject, act);
}
