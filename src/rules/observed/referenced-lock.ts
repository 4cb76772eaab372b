import { groupBy } from '../../model/group-by.ts';
import type { Hint } from '../../model/hint.ts';
import type { Act, Rule } from '../../model/rule.ts';
import { lockModes, lockName } from '../../postgres/locks.ts';
import { blockingLocks, oneLine, unique, waits } from '../reading/wording.ts';

export const referencedLock: Rule = {
  id: 'referenced-lock',
  group: 'observed',
  severity: 'info',
  summary:
    'Making a table or partition locks another table that is in use: its writers wait until the transaction ends.',
  descendsFrom: [],
  *judge(subject) {
    for (const act of subject.acts) {
      if (!/^CREATE\b/.test(act.head) || namesItsTable.test(act.head)) continue;
      const byMode = groupBy(blockingLocks(act), ({ mode }) => mode);
      const told = lockModes.toReversed().flatMap((mode) => {
        const tables = unique((byMode.get(mode) ?? []).map(({ relation }) => relation));
        return tables.length === 0
          ? []
          : `${tables.join(' and ')} as well (${lockName(mode)}): ${waits(mode)}`;
      });
      if (told.length === 0) continue;
      yield {
        act,
        focus: 'REFERENCES',
        message: `this locks ${told.join('; and ')} until the transaction ends`,
        hint:
          attachedInstead(act) ??
          "Let the transaction do little else, and put a limit before it: SET lock_timeout = '2s';",
      };
    }
  },
};

/** What is made on a table that the statement names itself. */
const namesItsTable = /^CREATE\b(?: OR REPLACE| UNIQUE| CONSTRAINT)* (INDEX|TRIGGER|POLICY|RULE)\b/;

const partition =
  /^CREATE TABLE (?:IF NOT EXISTS )?(\S+) PARTITION OF (\S+) (FOR VALUES (?:FROM \([^)]*\) TO|IN|WITH) \([^)]*\)|DEFAULT)$/i;

/**
 * The SQL that creates the partition on its own and attaches it: ATTACH PARTITION takes a weaker lock on the parent, so reading
 * and writing go on.
 */
function attachedInstead({ text }: Act): Hint | undefined {
  const [, name, parent, bound] = partition.exec(oneLine(text)) ?? [];
  if (name === undefined) return undefined;
  return [
    'Make it apart and attach it, which lets everybody go on:',
    {
      code: `CREATE TABLE ${name} (LIKE ${parent} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED);\nALTER TABLE ${parent} ATTACH PARTITION ${name} ${bound};`,
    },
  ];
}
