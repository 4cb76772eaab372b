import { type Act, compareActs, type Rule, type Subject } from '../../model/rule.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { elementType } from '../../postgres/types/type-change.ts';
import { constraintsOf } from '../../sql/clauses.ts';
import { byKind, walk } from '../../sql/nodes.ts';
import { isSame, type Named, shown } from '../../sql/relations.ts';
import { typeText } from '../../sql/type-text.ts';
import { typeBefore } from '../reading/column-types.ts';
import { alterations, definedColumns } from '../reading/trees.ts';

export const frozenDefault: Rule = {
  id: 'frozen-default',
  group: 'design',
  severity: 'warning',
  summary:
    "A default is 'now', 'today' or the like as a literal: PostgreSQL reads it once, when the migration runs, and every row gets that moment.",
  descendsFrom: [],
  *judge(subject) {
    const all = [...defaults(subject)];
    for (const one of all) {
      const { act, table, column, type } = one;
      const word = frozenWord(one);
      if (word === undefined || all.some((other) => replaces(other, one))) continue;
      yield {
        act,
        focus: column,
        message: `the default of \`${column}\` of ${shown(table)} is the moment at which the migration runs: '${word}' is read only then`,
        hint: {
          code: `ALTER TABLE ${shown(table)} ALTER COLUMN ${quoteIdentifier(column)} SET DEFAULT ${callFor(word, type)};`,
        },
      };
    }
  },
};

/** A default that a statement gives a column, or, without `expression`, takes from it. */
interface Default {
  readonly act: Act;
  readonly table: Named;
  readonly column: string;
  /** Empty where no statement says it. */
  readonly type: string;
  readonly expression: unknown;
}

function* defaults(subject: Subject): Generator<Default> {
  for (const { act, table, column } of definedColumns(subject)) {
    const type = elementType(typeText(column.typeName));
    for (const { contype, raw_expr } of constraintsOf(column))
      if (contype === 'CONSTR_DEFAULT')
        yield { act, table, column: column.colname ?? '', type, expression: raw_expr };
  }
  for (const { act, table, command } of alterations(subject)) {
    if (command.subtype !== 'AT_ColumnDefault') continue;
    const column = command.name ?? '';
    const type = elementType(typeBefore(subject, act, table, column) ?? '');
    yield { act, table, column, type, expression: command.def };
  }
}

/** Whether a default takes the place of another one later. */
function replaces(later: Default, { act, table, column }: Default): boolean {
  return later.column === column && isSame(later.table, table) && compareActs(later.act, act) > 0;
}

const timeTypes = /^(date|time(stamp)? with(out)? time zone)$/;

/** The word that stands for a moment; `'now'::text` is none, since a text is read when a row is added. */
function frozenWord({ expression, type }: Default): string | undefined {
  let found = timeTypes.test(type) ? momentOf(expression) : undefined;
  walk(expression, (node, kind) => {
    const { arg, typeName } = kind === 'TypeCast' ? (byKind({ TypeCast: node }).TypeCast ?? {}) : {};
    if (timeTypes.test(elementType(typeText(typeName)))) found ??= momentOf(arg);
  });
  return found;
}

function momentOf(node: unknown): string | undefined {
  const text = byKind(node).A_Const?.sval?.sval ?? '';
  return /^\s*(now|today|tomorrow|yesterday)\b/i.exec(text)?.[1]?.toLowerCase();
}

function callFor(word: string, type: string): string {
  if (word === 'tomorrow') return 'CURRENT_DATE + 1';
  if (word === 'yesterday') return 'CURRENT_DATE - 1';
  if (word === 'today' || type === 'date') return 'CURRENT_DATE';
  return type.startsWith('time ') ? 'LOCALTIME' : 'now()';
}
