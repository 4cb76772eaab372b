import type { Rule } from '../../model/rule.ts';
import { isExisting, shown } from '../reading/tables.ts';
import { alterations } from '../reading/trees.ts';

export const dropNotNull: Rule = {
  id: 'drop-not-null',
  group: 'data',
  severity: 'info',
  summary: 'NOT NULL is dropped: code that reads the column meets nulls that it never had to expect.',
  descendsFrom: ['squawk:ban-drop-not-null'],
  *judge(subject) {
    for (const { act, table, command } of alterations(subject)) {
      if (command.subtype !== 'AT_DropNotNull' || !isExisting(act, table)) continue;
      yield {
        act,
        focus: command.name,
        message: `\`${command.name}\` of ${shown(table)} may be null from here on`,
        hint: 'Deploy code that can read nulls first.',
      };
    }
  },
};
