import type { Rule } from '../../model/rule.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { addUnchecked } from '../reading/fixes.ts';
import { isExisting, isSame, namedBy, shown } from '../reading/tables.ts';
import { addedConstraints, stringsOf } from '../reading/trees.ts';
import { evidence, notValidText } from '../reading/wording.ts';

export const foreignKeyScan: Rule = {
  id: 'foreign-key-scan',
  group: 'observed',
  severity: 'warning',
  summary:
    'A foreign key is added without NOT VALID: every row is checked under SHARE ROW EXCLUSIVE on both tables, and writes to both wait.',
  descendsFrom: [
    'squawk:adding-foreign-key-constraint',
    'squawk:constraint-missing-not-valid',
    'eugene:E1',
    'strong_migrations:add_foreign_key',
    'strong_migrations:add_reference',
  ],
  *judge(subject) {
    for (const { act, table, constraint, column } of addedConstraints(subject)) {
      if (constraint.contype !== 'CONSTR_FOREIGN' || !isExisting(act, table)) continue;
      if (constraint.skip_validation === true || constraint.is_enforced === false) continue;
      const other = namedBy(constraint.pktable);
      const at = shown(table);
      const isOwn = isSame(other, table);
      const name =
        constraint.conname ??
        `${table.name}_${column?.colname ?? stringsOf(constraint.fk_attrs).join('_')}_fkey`;
      const isEmpty = column !== undefined && !hasDefault(column);
      const unchecked =
        (column === undefined ? notValidText(act) : undefined) ??
        `ALTER TABLE ${at} ADD CONSTRAINT ${quoteIdentifier(name)} FOREIGN KEY (${quoteIdentifier(column?.colname ?? '…')}) REFERENCES ${shown(other)} NOT VALID;`;
      yield {
        act,
        table,
        focus: constraint.conname ?? other.name,
        fix: column === undefined ? addUnchecked(act, at, quoteIdentifier(name)) : undefined,
        ...(isEmpty ? { severity: 'info' as const } : {}),
        message: isEmpty
          ? `the foreign key of the new column \`${column.colname}\` locks ${at}${isOwn ? '' : ` and ${shown(other)}`}; no row is read, since the column is empty`
          : `adding foreign key \`${name}\` checks every row of ${at} while writes to it${isOwn ? '' : ` and to ${shown(other)}`} wait`,
        notes: evidence(act),
        hint: `Add it unchecked, which takes a moment, and check it in a later migration, which lets writers go on:\n${unchecked}\nALTER TABLE ${at} VALIDATE CONSTRAINT ${quoteIdentifier(name)};`,
      };
    }
  },
};

function hasDefault(column: { readonly constraints?: readonly object[] }): boolean {
  return JSON.stringify(column.constraints ?? []).includes('CONSTR_DEFAULT');
}
