import type { Subject, Verdict } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { bareName, quoteIdentifier } from '../../postgres/identifier.ts';
import { factOf, placeOf, textOf } from './facts.ts';

/** What a table lacks of the columns that it should have. */
export function* lackingColumns(
  subject: Subject,
  table: Fact,
  columns: Readonly<Record<string, string>>,
): Iterable<Verdict> {
  for (const [name, type] of Object.entries(columns)) {
    const column = factOf(subject, `column:${table.name}.${quoteIdentifier(name)}`);
    const is = column === undefined ? undefined : textOf(column, 'type');
    if (is !== undefined && (type === '*' || is === type)) continue;
    yield {
      act: placeOf(subject, table.name, name),
      focus: bareName(table.name),
      message:
        is === undefined
          ? `${table.name} has no column \`${name}\``
          : `column \`${name}\` of ${table.name} is ${is}, and should be ${type}`,
      ...(is === undefined
        ? {
            hint: {
              code: `ALTER TABLE ${table.name} ADD COLUMN ${quoteIdentifier(name)} ${type === '*' ? '…' : type};`,
            },
          }
        : {}),
    };
  }
}
