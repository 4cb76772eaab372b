import type { Rule } from '../model/rule.ts';
import { isExisting, isIdle, namedBy, shown } from './tables.ts';
import { statementsOf } from './trees.ts';

export const renameColumn: Rule = {
  id: 'rename-column',
  group: 'data',
  severity: 'warning',
  summary: 'A column is renamed: code that runs under the old name fails from that moment on.',
  descendsFrom: ['squawk:renaming-column', 'strong_migrations:rename_column'],
  *judge(subject) {
    for (const { act, node } of statementsOf(
      subject,
      'RenameStmt',
      /^ALTER (TABLE|VIEW|MATERIALIZED VIEW)\b/,
    )) {
      const table = namedBy(node.relation);
      if (node.renameType !== 'OBJECT_COLUMN' || isIdle(act) || !isExisting(act, table)) continue;
      yield {
        act,
        focus: node.subname,
        message: `code that names \`${node.subname}\` of ${shown(table)} fails once it is called \`${node.newname}\``,
        hint: 'In two phases: add the new column and keep both in step with a trigger; deploy code that uses the new one; then drop the old one. Or rename the table and put a view with both names in its place.',
      };
    }
  },
};
