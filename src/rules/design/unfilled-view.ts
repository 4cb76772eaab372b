import type { Rule, Subject } from '../../model/rule.ts';
import { bareName, identifiersIn } from '../../postgres/identifier.ts';
import { namedByIdentity } from '../../sql/relations.ts';
import { factsOf, isOwn, placeOf } from '../reading/facts.ts';
import { placeOfEmptying } from '../reading/view-rows.ts';

/** https://www.postgresql.org/docs/18/sql-refreshmaterializedview.html */
export const unfilledView: Rule = {
  id: 'unfilled-view',
  group: 'design',
  severity: 'info',
  summary:
    'A materialized view is left WITH NO DATA, and no migration refreshes it: every query of it fails until somebody does.',
  descendsFrom: [],
  *judge(subject) {
    for (const view of factsOf(subject, 'materialized-view')) {
      if (view.remarks?.populated !== false || !isOwn(subject, view.name)) continue;
      const name = bareName(view.name);
      if (isRefreshedByCode(subject, name)) continue;
      yield {
        act: placeOfEmptying(subject, namedByIdentity(view.name)) ?? placeOf(subject, view.name),
        focus: name,
        message: `materialized view ${view.name} has no rows when all migrations have run: a query of it fails until it is refreshed`,
        hint: [
          'Refresh it in a later migration, or after the deploy:',
          { code: `REFRESH MATERIALIZED VIEW ${view.name};` },
        ],
      };
    }
  },
};

const refresh = /\bREFRESH\s+MATERIALIZED\s+VIEW\b/i;

/** Whether a function, a job or a block holds a REFRESH that may be of the view: it names it, or composes the name. */
function isRefreshedByCode({ acts }: Subject, name: string): boolean {
  return acts.some(
    ({ head, text }) =>
      !head.startsWith('REFRESH') &&
      refresh.test(text) &&
      (identifiersIn(text).has(name) || /%|\|\|/.test(text)),
  );
}
