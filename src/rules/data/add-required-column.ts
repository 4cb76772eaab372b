import type { Rule } from '../../model/rule.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { columnOf, constraintsOf } from '../../sql/clauses.ts';
import { byKind } from '../../sql/nodes.ts';
import { shown } from '../../sql/relations.ts';
import { typeText } from '../../sql/type-text.ts';
import { isExisting } from '../reading/tables.ts';
import { alterations } from '../reading/trees.ts';

const filling = new Set(['CONSTR_DEFAULT', 'CONSTR_IDENTITY', 'CONSTR_GENERATED']);

export const addRequiredColumn: Rule = {
  id: 'add-required-column',
  group: 'data',
  severity: 'warning',
  summary:
    'A NOT NULL column without a default is added to an existing table: it fails as soon as there is a row.',
  descendsFrom: ['squawk:adding-required-field', 'squawk:adding-not-nullable-field', 'atlas:MF103'],
  *judge(subject) {
    for (const { act, table, command } of alterations(subject)) {
      const column = command.subtype === 'AT_AddColumn' ? columnOf(command) : undefined;
      if (column === undefined || !isExisting(act, table)) continue;
      const kinds = constraintsOf(column).flatMap(({ contype, raw_expr }) =>
        isNull(raw_expr) ? [] : [contype ?? ''],
      );
      const type = typeText(column.typeName);
      if (!kinds.some((kind) => kind === 'CONSTR_NOTNULL' || kind === 'CONSTR_PRIMARY')) continue;
      if (kinds.some((kind) => filling.has(kind)) || /serial[248]?$/.test(type)) continue;
      const at = shown(table);
      const name = quoteIdentifier(column.colname ?? '');
      yield {
        act,
        focus: column.colname,
        message: `adding \`${column.colname}\` NOT NULL without a default fails where ${at} holds rows, and so does code that inserts without it`,
        hint: [
          'Add it with a default, or add it nullable, fill it, and demand it later:',
          { code: `ALTER TABLE ${at} ADD COLUMN ${name} ${type};` },
        ],
      };
    }
  },
};

/** `DEFAULT NULL` fills nothing. */
function isNull(value: object | undefined): boolean {
  return byKind(value).A_Const?.isnull === true;
}
