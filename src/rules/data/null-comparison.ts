import type { Act, Rule, Subject, Verdict } from '../../model/rule.ts';
import { quoteIdentifier, splitIdentifier } from '../../postgres/identifier.ts';
import { type NullComparison, nullComparisons } from '../../sql/conditions.ts';
import { notInQueries } from '../../sql/not-in.ts';
import { namedBy } from '../../sql/relations.ts';
import { columnsNamed, tableOf } from '../reading/facts.ts';

export const nullComparison: Rule = {
  id: 'null-comparison',
  group: 'data',
  severity: 'warning',
  summary:
    'A condition compares with NULL: that is null for every row, so that WHERE lets none of them pass and CHECK all; or it is NOT IN of a column that may be null.',
  descendsFrom: [],
  *judge(subject) {
    for (const act of subject.acts) {
      const told = new Set<string>();
      for (const comparison of nullComparisons(act.text, () => act.trees)) {
        const what = comparisonText(comparison);
        if (told.has(what)) continue;
        told.add(what);
        const { column, isCheck } = comparison;
        yield {
          act,
          focus: column === undefined ? 'NULL' : [splitIdentifier(column).at(-1) ?? column, 'NULL'],
          message: isCheck
            ? `\`${what}\` is never false, and a CHECK lets every value through that does not make it false`
            : `\`${what}\` is never true: a comparison with NULL is null`,
          hint: hintFor(comparison),
        };
      }
      yield* notIn(subject, act);
    }
  },
};

/** `NOT IN` of a query whose column may be null, which compares with each of its rows. */
function* notIn(subject: Subject, act: Act): Iterable<Verdict> {
  for (const { column, relations } of notInQueries(act.text, () => act.trees)) {
    const name = quoteIdentifier(column);
    const found = relations
      .map(namedBy)
      .flatMap((one) =>
        columnsNamed(subject, [...(one.schema === undefined ? [] : [one.schema]), one.name, column]),
      );
    const [fact] = found;
    if (fact === undefined || found.length > 1 || fact.definition.notNull === true) continue;
    const table = tableOf(fact);
    yield {
      act,
      focus: [column, 'IN'],
      message: `NOT IN (SELECT ${name} FROM ${table} …) is true of no row once \`${column}\` is null in one row of ${table}`,
      hint: `Ask with NOT EXISTS (SELECT FROM ${table} WHERE ${name} = …), or leave nulls out: WHERE ${name} IS NOT NULL`,
    };
  }
}

function comparisonText({ column = '…', operator, isOnlyNull }: NullComparison): string {
  if (!/IN$/.test(operator)) return `${column} ${operator} NULL`;
  return `${column} ${operator} (${isOnlyNull ? 'NULL' : '…, NULL'})`;
}

function hintFor({ column = '…', operator, isOnlyNull }: NullComparison): string {
  if (!isOnlyNull) return `Take NULL out of the list; where it is meant, write: ${column} IS NULL OR …`;
  return `Write: ${column} IS ${/^(<>|NOT IN)$/.test(operator) ? 'NOT ' : ''}NULL`;
}
