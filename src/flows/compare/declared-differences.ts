import type { Disagreement } from '../../declared/disagreement.ts';
import { objectId, titleOf } from '../../model/object-id.ts';
import type { Difference } from '../../model/report.ts';

/** Disagreements as a page shows them, side by side. */
export function declaredDifferences(disagreements: readonly Disagreement[]): readonly Difference[] {
  return disagreements.map(({ kind, what, name, historyWords, declaredWords, aspects }) => {
    const object = titleOf({ what, name });
    const id = objectId(what, name);
    if (kind === 'missing') return { object, id, history: null, declared: declaredWords ?? 'declared' };
    if (kind === 'extra') return { object, id, history: historyWords ?? 'made', declared: null };
    return {
      object,
      id,
      history: historyWords ?? aspects.join(', '),
      declared: declaredWords ?? 'without that',
    };
  });
}
