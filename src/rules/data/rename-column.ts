import type { Rule } from '../../model/rule.ts';
import type { ObjectEvent } from '../../model/trace.ts';
import { splitIdentifier } from '../../postgres/identifier.ts';
import { isSame, type Named, namedBy, namedByList, shown } from '../../sql/relations.ts';
import { codeWord, eventsInside } from '../reading/inner-code.ts';
import { isLasting } from '../reading/renames.ts';
import { isExisting, isIdle } from '../reading/tables.ts';
import { statementsOf } from '../reading/trees.ts';

export const renameColumn: Rule = {
  id: 'rename-column',
  group: 'data',
  severity: 'warning',
  summary: 'A column is renamed: code that runs under the old name fails from that moment on.',
  descendsFrom: ['squawk:renaming-column', 'strong_migrations:rename_column', 'atlas:BC102'],
  *judge(subject) {
    for (const { act, node } of statementsOf(
      subject,
      'RenameStmt',
      /^ALTER (FOREIGN TABLE|TABLE|VIEW|MATERIALIZED VIEW)\b/,
    )) {
      const table = namedBy(node.relation);
      if (node.renameType !== 'OBJECT_COLUMN' || isIdle(act) || !isExisting(act, table)) continue;
      const seen = (act.seen?.events ?? []).find((event) => renames(event, table, node.subname));
      if (seen !== undefined && !isLasting(subject, act, seen)) continue;
      yield {
        act,
        focus: node.subname,
        message: `code that names \`${node.subname}\` of ${shown(table)} fails once it is called \`${node.newname}\``,
        hint: 'In two phases: add the new column and keep both in step with a trigger; deploy code that uses the new one; then drop the old one. Or rename the table and put a view with both names in its place.',
      };
    }
    for (const { act, event } of eventsInside(subject, 'rename', 'table column')) {
      const [from, to] = [splitIdentifier(event.was ?? ''), splitIdentifier(event.identity)];
      const table = namedByList(from.slice(0, -1));
      if (from.at(-1) === to.at(-1) || !isExisting(act, table)) continue;
      if (!isLasting(subject, act, event)) continue;
      yield {
        act,
        focus: from.at(-1),
        message: `${codeWord(act)} renames \`${from.at(-1)}\` of ${shown(table)} to \`${to.at(-1)}\`: code that runs under the old name fails`,
      };
    }
  },
};

/** Whether an event tells that the column was renamed. */
function renames({ action, was }: ObjectEvent, table: Named, column: string | undefined): boolean {
  if (action !== 'rename' || was === undefined) return false;
  const parts = splitIdentifier(was);
  return parts.at(-1) === column && isSame(namedByList(parts.slice(0, -1)), table);
}
