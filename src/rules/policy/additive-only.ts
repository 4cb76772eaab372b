import type { Act, Rule, Subject, Verdict } from '../../model/rule.ts';
import { addRequiredColumn } from '../data/add-required-column.ts';
import { dropColumn } from '../data/drop-column.ts';
import { dropTable } from '../data/drop-table.ts';
import { narrowingType } from '../data/narrowing-type.ts';
import { renameColumn } from '../data/rename-column.ts';
import { renameEnumValue } from '../data/rename-enum-value.ts';
import { renameSchema } from '../data/rename-schema.ts';
import { renameTable } from '../data/rename-table.ts';
import { truncate } from '../data/truncate.ts';
import { changesOfExisting } from './additive-changes.ts';

const taking = [
  dropColumn,
  dropTable,
  narrowingType,
  renameColumn,
  renameEnumValue,
  renameSchema,
  renameTable,
  truncate,
  addRequiredColumn,
];

/** The rules that say more of a change come first. */
function* changes(subject: Subject): Generator<Verdict> {
  for (const rule of taking) yield* rule.judge(subject);
  yield* changesOfExisting(subject);
}

export const additiveOnly: Rule = {
  id: 'additive-only',
  group: 'policy',
  severity: 'error',
  summary:
    'The policy `additiveOnly` lets migrations add, and this one drops, renames or alters what an earlier one made.',
  descendsFrom: [],
  *judge(subject) {
    const policy = subject.policies.additiveOnly;
    if (policy === undefined) return;
    const { migrations } = subject.history;
    const since = policy.since === undefined ? 1 : migrations.findIndex(({ name }) => name === policy.since);
    if (since === -1) return;
    const told = new Set<Act>();
    for (const verdict of changes(subject)) {
      if (verdict.act === undefined || verdict.act.at < since || told.has(verdict.act)) continue;
      told.add(verdict.act);
      yield {
        ...verdict,
        severity: 'error',
        message: `only additions are allowed here, and ${verdict.message}`,
      };
    }
  },
};
