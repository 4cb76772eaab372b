import type { Rule, Subject, Verdict } from '../../model/rule.ts';
import { generatedName } from '../../postgres/generated-name.ts';
import { qualifiedName, quoteIdentifier } from '../../postgres/identifier.ts';
import { byKind, stringsOf } from '../../sql/nodes.ts';
import { isSame, namedBy, shown } from '../../sql/relations.ts';
import { isPartitioned } from '../reading/facts.ts';
import { addUnchecked } from '../reading/fixes.ts';
import { isExisting } from '../reading/tables.ts';
import { addedConstraints, addedFirst, alterations } from '../reading/trees.ts';
import { evidence, notValidText } from '../reading/wording.ts';

export const foreignKeyScan: Rule = {
  id: 'foreign-key-scan',
  group: 'observed',
  severity: 'warning',
  summary:
    'A foreign key is added without NOT VALID, or enforced later: every row is checked under SHARE ROW EXCLUSIVE on both tables, and writes to both wait.',
  descendsFrom: [
    'squawk:adding-foreign-key-constraint',
    'squawk:constraint-missing-not-valid',
    'eugene:E1',
    'strong_migrations:add_foreign_key',
    'strong_migrations:add_reference',
    'atlas:PG306',
  ],
  *judge(subject) {
    for (const { act, table, constraint, column } of addedConstraints(subject)) {
      if (constraint.contype !== 'CONSTR_FOREIGN' || !isExisting(act, table)) continue;
      if (constraint.skip_validation === true || constraint.is_enforced === false) continue;
      const other = namedBy(constraint.pktable);
      const at = shown(table);
      const isOwn = isSame(other, table);
      const hasParts = isPartitioned(subject, qualifiedName(table.schema ?? 'public', table.name));
      const columns = column === undefined ? stringsOf(constraint.fk_attrs) : [column.colname ?? ''];
      const name = constraint.conname ?? generatedName([table.name, columns.join('_')], 'fkey');
      const isEmpty = column !== undefined && !hasDefault(column);
      const keys = stringsOf(constraint.pk_attrs);
      const to = `${shown(other)}${keys.length === 0 ? '' : ` (${keys.map(quoteIdentifier).join(', ')})`}`;
      const unchecked =
        (column === undefined ? notValidText(act) : undefined) ??
        `${addedFirst(at, column, isEmpty)}ALTER TABLE ${at} ADD CONSTRAINT ${quoteIdentifier(name)} FOREIGN KEY (${columns.map(quoteIdentifier).join(', ')}) REFERENCES ${to} NOT VALID;`;
      yield {
        act,
        table,
        focus: constraint.conname ?? other.name,
        fix: column === undefined && !hasParts ? addUnchecked(act, at, quoteIdentifier(name)) : undefined,
        ...(isEmpty ? { severity: 'info' as const } : {}),
        message: isEmpty
          ? `the foreign key of the new column \`${column.colname}\` locks ${at}${isOwn ? '' : ` and ${shown(other)}`}; no row is read, since the column is empty`
          : `adding foreign key \`${name}\` checks every row of ${at} while writes to it${isOwn ? '' : ` and to ${shown(other)}`} wait`,
        notes: evidence(act),
        hint: [
          'Add it unchecked, which takes a moment, and check it in a later migration, which lets writers go on:',
          { code: `${unchecked}\nALTER TABLE ${at} VALIDATE CONSTRAINT ${quoteIdentifier(name)};` },
          ...(hasParts
            ? [
                'A partitioned table takes NOT VALID from PostgreSQL 18 on. Before that, do so with each partition, and then add the key to the whole table, which takes theirs.',
              ]
            : []),
        ],
      };
    }
    yield* enforcements(subject);
  },
};

/** `ALTER CONSTRAINT ... ENFORCED`, which PostgreSQL 18 has, checks what was written while nothing enforced the key. */
function* enforcements(subject: Subject): Iterable<Verdict> {
  for (const { act, table, command } of alterations(subject)) {
    const altered = byKind(command.def).ATAlterConstraint;
    if (altered?.alterEnforceability !== true || altered.is_enforced !== true) continue;
    if (!isExisting(act, table)) continue;
    const name = altered.conname ?? '';
    const key = quoteIdentifier(name);
    const at = shown(table);
    yield {
      act,
      table,
      focus: name,
      message: `enforcing foreign key \`${name}\` checks every row of ${at} while everything that reads or writes it waits`,
      notes: [...evidence(act), 'It fails where a row refers to nothing.'],
      hint: [
        'Put an unchecked key in its place, which takes a moment, and check that in a later migration, which lets writers go on:',
        {
          code: `ALTER TABLE ${at} DROP CONSTRAINT ${key}, ADD CONSTRAINT ${key} FOREIGN KEY … NOT VALID;\nALTER TABLE ${at} VALIDATE CONSTRAINT ${key};`,
        },
      ],
    };
  }
}

function hasDefault(column: { readonly constraints?: readonly object[] }): boolean {
  return JSON.stringify(column.constraints ?? []).includes('CONSTR_DEFAULT');
}
