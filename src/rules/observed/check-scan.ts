import type { Rule } from '../../model/rule.ts';
import { generatedName } from '../../postgres/generated-name.ts';
import { bareName, quoteIdentifier } from '../../postgres/identifier.ts';
import { columnsNamed } from '../../sql/clauses.ts';
import { namedByIdentity, shown } from '../../sql/relations.ts';
import { addUnchecked } from '../reading/fixes.ts';
import { codeActs, codeWord, innerActs } from '../reading/inner-code.ts';
import { lockedBy } from '../reading/strong-locks.ts';
import { isExisting } from '../reading/tables.ts';
import { addedConstraints, addedFirst, hasOnly } from '../reading/trees.ts';
import { evidence, notValidText, unique } from '../reading/wording.ts';

export const checkScan: Rule = {
  id: 'check-scan',
  group: 'observed',
  severity: 'warning',
  summary:
    'A CHECK is added without NOT VALID: every row is checked under ACCESS EXCLUSIVE, reading and writing wait, and rows that are there may break it.',
  descendsFrom: [
    'squawk:constraint-missing-not-valid',
    'eugene:E1',
    'strong_migrations:add_check_constraint',
    'atlas:PG305',
  ],
  *judge(subject) {
    for (const { act, table, constraint, column } of addedConstraints(subject)) {
      if (constraint.contype !== 'CONSTR_CHECK' || !isExisting(act, table)) continue;
      if (constraint.skip_validation === true || constraint.is_enforced === false) continue;
      const at = shown(table);
      const name = constraint.conname ?? generatedNameOf(table.name, constraint.raw_expr);
      const unchecked =
        (column === undefined ? notValidText(act) : undefined) ??
        `${addedFirst(at, column, column !== undefined && hasOnly(column, constraint))}ALTER TABLE ${at} ADD CONSTRAINT ${quoteIdentifier(name)} CHECK (…) NOT VALID;`;
      yield {
        act,
        table,
        focus: constraint.conname ?? 'CHECK',
        fix: column === undefined ? addUnchecked(act, at, quoteIdentifier(name)) : undefined,
        message: `adding check \`${name}\` reads every row of ${at} while everything that reads or writes it waits`,
        notes: evidence(act),
        hint: [
          'Add it unchecked, which takes a moment, and check it in a later migration, which lets everybody go on:',
          { code: `${unchecked}\nALTER TABLE ${at} VALIDATE CONSTRAINT ${quoteIdentifier(name)};` },
        ],
      };
    }
    for (const act of codeActs(subject)) {
      // A validation alone keeps nobody waiting.
      const [table] = unique(act.seen?.verifies ?? []).filter(
        (name) =>
          isExisting(act, namedByIdentity(name)) &&
          lockedBy(subject, act, namedByIdentity(name)) !== undefined &&
          !innerActs(act).some(({ text }) => text.toLowerCase().includes(bareName(name).toLowerCase())),
      );
      if (table === undefined) continue;
      yield {
        act,
        table: namedByIdentity(table),
        focus: bareName(table),
        message: `${codeWord(act)} has every row of ${table} checked while others wait`,
        notes: evidence(act),
        hint: 'Add constraints NOT VALID, and validate them in a later migration.',
      };
    }
  },
};

/** The name that PostgreSQL gives a CHECK without one: it holds the column, if the expression names only one. */
function generatedNameOf(table: string, expression: unknown): string {
  const [column, ...others] = columnsNamed(expression);
  return generatedName(others.length > 0 ? table : [table, column], 'check');
}
