import type { Rule } from '../../model/rule.ts';
import { byKind } from '../../sql/nodes.ts';
import { isSame, namedBy, namedByIdentity, shown } from '../../sql/relations.ts';
import { codeChanges, codeWord } from '../reading/inner-code.ts';
import { isExisting } from '../reading/tables.ts';
import { statementsOf } from '../reading/trees.ts';
import { blockingLocks, unique } from '../reading/wording.ts';

export const truncate: Rule = {
  id: 'truncate',
  group: 'data',
  severity: 'warning',
  summary: 'TRUNCATE empties an existing table, and with CASCADE every table that references it.',
  descendsFrom: ['squawk:ban-truncate-cascade'],
  *judge(subject) {
    for (const { act, node } of statementsOf(subject, 'TruncateStmt', /^TRUNCATE\b/)) {
      const named = (node.relations ?? []).map((item) => namedBy(byKind(item).RangeVar));
      const table = named.find((one) => isExisting(act, one));
      if (table === undefined) continue;
      const cascades = node.behavior === 'DROP_CASCADE';
      const along = cascades
        ? blockingLocks(act)
            .map(({ relation }) => relation)
            .filter((relation) => !named.some((one) => isSame(namedByIdentity(relation), one)))
        : [];
      yield {
        act,
        focus: cascades ? 'CASCADE' : table.name,
        message: `every row of ${named.map(shown).join(', ')} goes${cascades ? ', and every row of every table that references it' : ''}`,
        notes: along.length === 0 ? [] : [`CASCADE empties as well: ${along.join(', ')}.`],
        hint: cascades
          ? 'Name every table that is to be emptied, without CASCADE.'
          : 'Keep a copy of what may be asked for again.',
      };
    }
    const emptied = codeChanges(subject).filter(
      ({ act, verb, table }) => verb === 'TRUNCATE' && isExisting(act, table),
    );
    for (const act of unique(emptied.map((change) => change.act))) {
      const tables = unique(emptied.filter((change) => change.act === act).map(({ table }) => shown(table)));
      const more = tables.length > 8 ? ` and ${tables.length - 8} more tables` : '';
      yield {
        act,
        message: `${codeWord(act)} empties ${tables.slice(0, 8).join(', ')}${more}: every row goes`,
        notes: act.head.startsWith('CALL') ? [calledNote] : [],
        hint: 'Keep a copy of what may be asked for again.',
      };
    }
  },
};

const calledNote = 'This is told by the text of what is called, whether it comes to that or not.';
