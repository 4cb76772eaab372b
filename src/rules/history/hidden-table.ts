import { type Act, compareActs, type Rule, type Subject } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { bareName } from '../../postgres/identifier.ts';
import { relationsNamed } from '../../sql/relations-named.ts';
import { actsOn, factsOf } from '../reading/facts.ts';

/** https://www.postgresql.org/docs/18/sql-createtable.html#SQL-CREATETABLE-TEMPORARY */
export const hiddenTable: Rule = {
  id: 'hidden-table',
  group: 'history',
  severity: 'warning',
  summary:
    'A temporary table hides a real one of its name: what the migration then changes without naming the schema is the copy, which goes with the session.',
  descendsFrom: [],
  *judge(subject) {
    for (const act of subject.acts) {
      if (!act.ran || !/^CREATE (GLOBAL |LOCAL )?TEMP(ORARY)? TABLE\b/.test(act.head)) continue;
      const name = relationsNamed(act.trees).find(({ isTemporary }) => isTemporary)?.name ?? '';
      const table = tableBefore(subject, act, name);
      const change = table === undefined ? undefined : changeOfCopy(subject, act, name);
      if (table === undefined || change === undefined) continue;
      yield {
        act: change,
        focus: name,
        message: `this changes the temporary table \`${name}\` alone, which hides ${table.name} and is gone at the end of the session`,
        hint: `Give the temporary table a name of its own, or write ${table.name} where that is meant.`,
      };
    }
  },
};

/** The table that a name without schema means before the act. */
function tableBefore(subject: Subject, act: Act, name: string): Fact | undefined {
  return factsOf(subject, 'table').find((table) => {
    const [made] = actsOn(subject, table.name);
    const isCalledSo = table.schema === 'public' && bareName(table.name) === name;
    return isCalledSo && made !== undefined && compareActs(made, act) < 0;
  });
}

/** The first change of a temporary table that nothing in its migration reads afterwards, so that the change has no effect. */
function changeOfCopy({ acts }: Subject, made: Act, name: string): Act | undefined {
  const isShort = /\bON\s+COMMIT\s+DROP\b/i.test(made.text);
  const later = acts.filter(
    ({ at, index, transaction, text }) =>
      at === made.at &&
      index > made.index &&
      (!isShort || transaction === made.transaction) &&
      text.toLowerCase().includes(name.toLowerCase()),
  );
  const dropped = later.findIndex(({ head }) => head.startsWith('DROP TABLE'));
  const uses = dropped === -1 ? later : later.slice(0, dropped);
  return uses.every((act) => isChangeOf(act, name)) ? uses[0] : undefined;
}

/** Whether the act changes what the name means without a schema, and names nothing else so. */
function isChangeOf({ head, trees }: Act, name: string): boolean {
  const named = relationsNamed(trees).filter((one) => one.name === name);
  return (
    /^(UPDATE|DELETE|MERGE|TRUNCATE|ALTER TABLE)\b/.test(head) &&
    named.length === 1 &&
    named[0]?.schema === undefined
  );
}
