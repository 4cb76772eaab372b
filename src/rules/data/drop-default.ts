import { groupBy } from '../../model/group-by.ts';
import { once } from '../../model/once.ts';
import type { Rule, Subject } from '../../model/rule.ts';
import { bareName, splitLast } from '../../postgres/identifier.ts';
import { isSame, type Named, namedByIdentity, shown } from '../../sql/relations.ts';
import { childrenOf, factsOf } from '../reading/facts.ts';
import { isExisting } from '../reading/tables.ts';
import { alterations } from '../reading/trees.ts';

export const dropDefault: Rule = {
  id: 'drop-default',
  group: 'data',
  severity: 'info',
  summary:
    'The default or the identity of a column that must not be null is dropped: inserts that leave the column out fail.',
  descendsFrom: [],
  *judge(subject) {
    for (const { act, table, command } of alterations(subject)) {
      const isDropped =
        command.subtype === 'AT_DropIdentity' ||
        (command.subtype === 'AT_ColumnDefault' && command.def === undefined);
      if (!isDropped) continue;
      if (!isExisting(act, table) || !isRequired(subject, table, command.name ?? '')) continue;
      yield {
        act,
        focus: command.name,
        message: `inserts that leave \`${command.name}\` of ${shown(table)} out fail from here on`,
        hint: 'Deploy code that fills it first.',
      };
    }
  },
};

/** Tools write a DROP DEFAULT for every column: each is looked up by its name. */
const columnsByName = once((subject: Subject) =>
  groupBy(factsOf(subject, 'column'), ({ name }) => bareName(name)),
);

/** Whether the history leaves the column so that each insert has to fill it. */
function isRequired(subject: Subject, table: Named, column: string): boolean {
  return (columnsByName(subject).get(column) ?? []).some(({ id, name, definition }) => {
    if (!isSame(namedByIdentity(splitLast(name)[0]), table)) return false;
    const fillsItself = definition.identity !== undefined || definition.generated !== undefined;
    return definition.notNull === true && !fillsItself && childrenOf(subject, id, 'default').length === 0;
  });
}
