import type { Rule } from '../../model/rule.ts';
import { splitIdentifier } from '../../postgres/identifier.ts';
import { type NullComparison, nullComparisons } from '../../sql/conditions.ts';

export const nullComparison: Rule = {
  id: 'null-comparison',
  group: 'data',
  severity: 'warning',
  summary:
    'A condition compares with NULL: that is null for every row, so that WHERE lets none of them pass and CHECK all.',
  descendsFrom: [],
  *judge({ acts }) {
    for (const act of acts) {
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
    }
  },
};

function comparisonText({ column = '…', operator, isOnlyNull }: NullComparison): string {
  if (!/IN$/.test(operator)) return `${column} ${operator} NULL`;
  return `${column} ${operator} (${isOnlyNull ? 'NULL' : '…, NULL'})`;
}

function hintFor({ column = '…', operator, isOnlyNull }: NullComparison): string {
  if (!isOnlyNull) return `Take NULL out of the list; where it is meant, write: ${column} IS NULL OR …`;
  return `Write: ${column} IS ${/^(<>|NOT IN)$/.test(operator) ? 'NOT ' : ''}NULL`;
}
