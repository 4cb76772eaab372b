import type { Act, Rule } from '../../model/rule.ts';
import { droppedNames } from '../../sql/clauses.ts';
import { type Named, namedByIdentity, namedByList, shown } from '../../sql/relations.ts';
import { codeWord, eventsInside } from '../reading/inner-code.ts';
import { dropsNothing, isExisting, madeAt } from '../reading/tables.ts';
import { statementsOf } from '../reading/trees.ts';

export const dropView: Rule = {
  id: 'drop-view',
  group: 'data',
  severity: 'warning',
  summary: 'A view is dropped and not made anew: code that still names it fails.',
  descendsFrom: [],
  *judge(subject) {
    for (const { act, node } of statementsOf(subject, 'DropStmt', /^DROP (MATERIALIZED )?VIEW\b/)) {
      for (const parts of droppedNames(node)) {
        const view = namedByList(parts);
        if (dropsNothing(subject, act, node, view) || !isExisting(act, view) || comesBack(act, view))
          continue;
        yield {
          act,
          focus: view.name,
          message: `code that still names ${shown(view)} fails once it is dropped`,
          hint: 'Deploy code that no longer names it first.',
        };
      }
    }
    for (const type of ['view', 'materialized view']) {
      for (const { act, event } of eventsInside(subject, 'drop', type)) {
        const view = namedByIdentity(event.identity);
        if (!isExisting(act, view) || comesBack(act, view)) continue;
        yield {
          act,
          focus: view.name,
          message: `${codeWord(act)} drops ${shown(view)}: code that still names it fails`,
        };
      }
    }
  },
};

/** Whether the same migration makes something of that name afterwards, in the same schema. */
function comesBack(act: Act, view: Named): boolean {
  return (madeAt(act, view) ?? -1) > act.index;
}
