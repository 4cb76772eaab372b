import type { Act, Rule } from '../../model/rule.ts';
import { makesSchema } from '../reading/tables.ts';
import { statementsOf } from '../reading/trees.ts';

export const renameSchema: Rule = {
  id: 'rename-schema',
  group: 'data',
  severity: 'warning',
  summary: 'A schema is renamed: code that runs under the old name fails from that moment on.',
  descendsFrom: ['strong_migrations:rename_schema'],
  *judge(subject) {
    for (const { act, node } of statementsOf(subject, 'RenameStmt', /^ALTER SCHEMA\b/)) {
      if (node.renameType !== 'OBJECT_SCHEMA') continue;
      const isMadeHere = (other: Act) => other.at === act.at && makesSchema(other, node.subname ?? '');
      if (subject.acts.some(isMadeHere)) continue;
      yield {
        act,
        focus: node.subname,
        message: `code that names schema \`${node.subname}\` fails once it is called \`${node.newname}\``,
        hint: 'Make a new schema, move the tables one by one, and leave views behind until no code uses them.',
      };
    }
  },
};
