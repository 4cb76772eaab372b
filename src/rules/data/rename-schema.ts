import type { Rule } from '../../model/rule.ts';
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
      const isOwn = subject.acts.some(
        (other) =>
          other.at === act.at &&
          other.head.startsWith('CREATE SCHEMA') &&
          other.text.includes(node.subname ?? ''),
      );
      if (isOwn) continue;
      yield {
        act,
        focus: node.subname,
        message: `code that names schema \`${node.subname}\` fails once it is called \`${node.newname}\``,
        hint: 'Make a new schema, move the tables one by one, and leave views behind until no code uses them.',
      };
    }
  },
};
