import type { Rule } from '../../model/rule.ts';
import { few } from '../../model/words.ts';
import { bareName, identifiersIn } from '../../postgres/identifier.ts';
import { blocksReads, lockName } from '../../postgres/locks.ts';
import { blockingLocks, waits } from '../reading/wording.ts';

export const hiddenLock: Rule = {
  id: 'hidden-lock',
  group: 'observed',
  severity: 'info',
  summary:
    'A statement locks a table that its text does not name: through a DO block, a function, a cascade or a partition.',
  descendsFrom: [],
  *judge(subject) {
    for (const act of subject.acts) {
      // An index stands for its table, and rules of its own tell what that waits for.
      if (/^(DROP|REINDEX|ALTER) INDEX\b/.test(act.head)) continue;
      const hidden = blockingLocks(act).filter(
        ({ relation }) => /^(DO|CALL|SELECT|WITH)\b/.test(act.head) || !names(act.text, relation),
      );
      const [first] = hidden.toSorted((a, b) => Number(blocksReads(b.mode)) - Number(blocksReads(a.mode)));
      if (first === undefined) continue;
      const shown = hidden.map(({ relation, mode }) => `${lockName(mode)} on ${relation}`);
      yield {
        act,
        message: names(act.text, first.relation)
          ? `code that this statement runs locks ${first.relation}: ${waits(first.mode)}`
          : `this statement locks ${first.relation}, which it does not name: ${waits(first.mode)}`,
        notes: [`The rehearsal saw: ${few(shown, 6, '; ')}.`],
      };
    }
  },
};

function names(text: string, relation: string): boolean {
  const name = bareName(relation).toLowerCase();
  return [...identifiersIn(text)].some((one) => one.toLowerCase() === name);
}
