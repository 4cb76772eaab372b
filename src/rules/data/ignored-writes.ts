import type { Rule } from '../../model/rule.ts';
import { isSame, namedBy, namedByIdentity, shown } from '../../sql/relations.ts';
import { factsOf } from '../reading/facts.ts';
import { isExisting } from '../reading/tables.ts';
import { statementsOf } from '../reading/trees.ts';

const verbs: Readonly<Record<string, string>> = {
  CMD_INSERT: 'INSERT',
  CMD_UPDATE: 'UPDATE',
  CMD_DELETE: 'DELETE',
};

export const ignoredWrites: Rule = {
  id: 'ignored-writes',
  group: 'data',
  severity: 'warning',
  summary:
    'A rule DO INSTEAD NOTHING is put on an existing table: its statements change no row from then on, and no error says so.',
  descendsFrom: [],
  *judge(subject) {
    for (const { act, node } of statementsOf(subject, 'RuleStmt', /^CREATE (OR REPLACE )?RULE\b/)) {
      const verb = verbs[node.event ?? ''];
      const table = namedBy(node.relation);
      // One with a condition is mostly there to pass over what would fail.
      if (verb === undefined || node.instead !== true || node.whereClause !== undefined) continue;
      if ((node.actions ?? []).length > 0 || !isExisting(act, table)) continue;
      if (factsOf(subject, 'view').some(({ name }) => isSame(namedByIdentity(name), table))) continue;
      yield {
        act,
        focus: 'NOTHING',
        message: `every ${verb} on ${shown(table)} does nothing from then on, and reports success`,
        hint: `Let it fail instead: REVOKE ${verb} from those who may not, or a trigger that raises an error.`,
      };
    }
  },
};
