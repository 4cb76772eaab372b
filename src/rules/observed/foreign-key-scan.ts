import type { ColumnDef, Constraint } from '@pgsql/types';
import type { Rule, Subject, Verdict } from '../../model/rule.ts';
import { foreignKeyActions } from '../../postgres/foreign-key.ts';
import { generatedName } from '../../postgres/generated-name.ts';
import { qualifiedName, quoteIdentifier } from '../../postgres/identifier.ts';
import { constraintsOf } from '../../sql/clauses.ts';
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
    'A foreign key is added without NOT VALID, and every row is checked under SHARE ROW EXCLUSIVE on both tables, while writes to both wait; or it is enforced later, while reading its table waits too.',
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
      const unchecked =
        (column === undefined ? notValidText(act) : undefined) ??
        `${addedFirst(at, column, isEmpty)}ALTER TABLE ${at} ADD CONSTRAINT ${quoteIdentifier(name)} ${keyText(constraint, columns, column)} NOT VALID;`;
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

/** The foreign key as a table's own constraint. `column`: what it was written behind. */
function keyText(constraint: Constraint, columns: readonly string[], column: ColumnDef | undefined): string {
  const { fk_with_period, pk_with_period, fk_upd_action = '', fk_del_action = '' } = constraint;
  const keys = stringsOf(constraint.pk_attrs);
  const update = foreignKeyActions[fk_upd_action];
  const remove = foreignKeyActions[fk_del_action];
  const emptied = stringsOf(constraint.fk_del_set_cols);
  return [
    `FOREIGN KEY (${listed(columns, fk_with_period)}) REFERENCES ${shown(namedBy(constraint.pktable))}`,
    ...(keys.length === 0 ? [] : [`(${listed(keys, pk_with_period)})`]),
    ...(constraint.fk_matchtype === 'f' ? ['MATCH FULL'] : []),
    ...(update === undefined ? [] : [`ON UPDATE ${update}`]),
    ...(remove === undefined ? [] : [`ON DELETE ${remove}`]),
    ...(emptied.length === 0 ? [] : [`(${listed(emptied, false)})`]),
    ...deferral(constraint, column),
  ].join(' ');
}

function listed(columns: readonly string[], hasPeriod: boolean | undefined): string {
  const last = hasPeriod === true ? columns.length - 1 : -1;
  return columns.map((name, i) => `${i === last ? 'PERIOD ' : ''}${quoteIdentifier(name)}`).join(', ');
}

/** When it is checked; behind a column the parser tells that as constraints of their own that follow it. */
function deferral(constraint: Constraint, column: ColumnDef | undefined): readonly string[] {
  const all = constraintsOf(column);
  const behind = all.slice(all.indexOf(constraint) + 1).map(({ contype = '' }) => contype);
  const end = behind.findIndex((contype) => !contype.startsWith('CONSTR_ATTR_'));
  const own = new Set<string>(end === -1 ? behind : behind.slice(0, end));
  const isDeferred = constraint.initdeferred === true || own.has('CONSTR_ATTR_DEFERRED');
  const isDeferrable = isDeferred || constraint.deferrable === true || own.has('CONSTR_ATTR_DEFERRABLE');
  return [...(isDeferrable ? ['DEFERRABLE'] : []), ...(isDeferred ? ['INITIALLY DEFERRED'] : [])];
}
