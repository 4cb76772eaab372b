import type { Disagreement } from '../declared/disagreement.ts';
import type { Difference } from '../model/report.ts';

/** Disagreements as a page shows them, side by side. */
export function declaredDifferences(disagreements: readonly Disagreement[]): readonly Difference[] {
  return disagreements.map(({ kind, what, name, historyWords, declaredWords, aspects }) => {
    const object = `${what.replaceAll('-', ' ')} ${name}`;
    if (kind === 'missing') return { object, history: null, declared: declaredWords ?? 'declared' };
    if (kind === 'extra') return { object, history: historyWords ?? 'made', declared: null };
    return {
      object,
      history: historyWords ?? aspects.join(', '),
      declared: declaredWords ?? 'without that',
    };
  });
}
