import { groupBy } from '../../model/group-by.ts';
import { once } from '../../model/once.ts';
import type { Act, Subject, Verdict } from '../../model/rule.ts';
import { byPosition } from '../../model/schema.ts';
import { few } from '../../model/words.ts';
import { bareName, lastPart, quoteIdentifier } from '../../postgres/identifier.ts';
import { columnOf, hasConstraint } from '../../sql/clauses.ts';
import { shown } from '../../sql/relations.ts';
import { typeText } from '../../sql/type-text.ts';
import { baseType } from './domains.ts';
import { childrenOf, factOf, ownTables, textOf } from './facts.ts';
import { foreignKeysOf, indexesOf } from './keys.ts';
import { placeOfColumn } from './places.ts';
import { alterations, definedColumns } from './trees.ts';
import { unique } from './wording.ts';

/** A column to be judged by its type: one that the history makes, or one of a statement that did not run. */
interface JudgedColumn {
  /** As SQL writes it. */
  readonly table: string;
  /** Unquoted. */
  readonly name: string;
  /** As PostgreSQL writes it, without the schema of built-in ones; `serial` where a statement that did not run says so. */
  readonly type: string;
  /** The type beneath it where it is a domain, else the type itself. */
  readonly base: string;
  /** A primary key, or a part of one. */
  readonly isKey: boolean;
  /** It counts by itself: serial or identity. */
  readonly counts: 'serial' | 'identity' | undefined;
  /** It refers to another table. */
  readonly isReference: boolean;
  readonly act: Act | undefined;
}

/** Every column that may be judged by its type. */
const columnsToJudge = once((subject: Subject): readonly JudgedColumn[] => [
  ...schemaColumns(subject),
  ...unrunColumns(subject),
]);

/** The acts that gave columns their present type after they were made; by qualified name. */
function retypings(subject: Subject): ReadonlyMap<string, Act> {
  const found = new Map<string, Act>();
  for (const { act, table, command } of alterations(subject)) {
    if (command.subtype !== 'AT_AlterColumnType' || !act.ran) continue;
    const name = quoteIdentifier(command.name ?? '');
    found.set(`${shown({ ...table, schema: table.schema ?? 'public' })}.${name}`, act);
  }
  return found;
}

function* schemaColumns(subject: Subject): Iterable<JudgedColumn> {
  const retyped = retypings(subject);
  for (const table of ownTables(subject)) {
    const keys = new Set(indexesOf(subject, table).find(({ primary }) => primary)?.keys);
    const references = new Set(foreignKeysOf(subject, table).flatMap(({ columns }) => columns));
    const columns = [...childrenOf(subject, table.id, 'column')];
    columns.sort(byPosition);
    for (const column of columns) {
      if (column.definition.inherited === true) continue;
      const written = lastPart(column.name);
      const value = textOf(factOf(subject, `default:${column.name}`) ?? column, 'expression');
      yield {
        table: table.name,
        name: bareName(column.name),
        type: textOf(column, 'type'),
        base: baseType(subject, textOf(column, 'type')),
        isKey: keys.has(written),
        counts: value.startsWith('nextval(')
          ? 'serial'
          : column.definition.identity === undefined
            ? undefined
            : 'identity',
        isReference: references.has(written),
        act: retyped.get(column.name) ?? placeOfColumn(subject, column),
      };
    }
  }
}

function* unrunColumns(subject: Subject): Iterable<JudgedColumn> {
  for (const { act, table, column, isKey } of definedColumns(subject)) {
    if (act.ran && subject.schema !== undefined) continue;
    const type = typeText(column.typeName);
    yield {
      table: shown(table),
      name: column.colname ?? '',
      type,
      base: type,
      isKey,
      counts: /serial/.test(type)
        ? 'serial'
        : hasConstraint(column, 'CONSTR_IDENTITY')
          ? 'identity'
          : undefined,
      isReference: hasConstraint(column, 'CONSTR_FOREIGN'),
      act,
    };
  }
  for (const { act, table, command } of alterations(subject)) {
    if (command.subtype !== 'AT_AlterColumnType' || (act.ran && subject.schema !== undefined)) continue;
    const type = typeText(columnOf(command)?.typeName);
    const name = command.name ?? '';
    yield {
      table: shown(table),
      name,
      type,
      base: type,
      isKey: false,
      counts: undefined,
      isReference: false,
      act,
    };
  }
}

/** One verdict for each table that has such columns; `say` is given them in order. */
export function* judgeColumns(
  subject: Subject,
  isMeant: (column: JudgedColumn) => boolean,
  say: (columns: string, table: string, found: readonly JudgedColumn[]) => Omit<Verdict, 'act' | 'focus'>,
): Iterable<Verdict> {
  const meant = columnsToJudge(subject).filter(isMeant);
  for (const found of groupBy(meant, ({ table, act }) => `${table} ${act?.at} ${act?.index}`).values()) {
    const [first] = found;
    const names = unique(found.map(({ name }) => `\`${name}\``));
    yield { ...say(few(names, 8), first.table, found), act: first.act, focus: first.name };
  }
}
