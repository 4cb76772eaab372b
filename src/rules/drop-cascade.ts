import type { Rule } from '../model/rule.ts';

const telling =
  /^(table|view|materialized view|foreign table|table constraint|trigger|policy|function|procedure|type|domain|sequence|table column)$/;

export const dropCascade: Rule = {
  id: 'drop-cascade',
  group: 'observed',
  severity: 'warning',
  summary: 'A DROP with CASCADE takes along what its text does not name.',
  descendsFrom: [],
  *judge(subject) {
    for (const act of subject.acts) {
      if (act.at === 0 || !/\bCASCADE\s*$/i.test(act.text) || !/^(DROP|ALTER)\b/.test(act.head)) continue;
      const events = act.seen?.events ?? [];
      const named = events.filter(({ action, implied }) => action === 'drop' && implied !== true);
      const along = events.filter(
        ({ action, implied, type, identity }) =>
          action === 'drop' &&
          implied === true &&
          telling.test(type) &&
          // What belongs to an object that is named goes with it in any case.
          !named.some(
            (one) => identity.endsWith(` on ${one.identity}`) || identity.startsWith(`${one.identity}.`),
          ),
      );
      if (along.length === 0) continue;
      const shown = along.slice(0, 10).map(({ type, identity }) => `${type} ${identity}`);
      yield {
        act,
        focus: 'CASCADE',
        message: `CASCADE takes ${along.length === 1 ? 'one more object' : `${along.length} more objects`} along: ${shown.join(', ')}${along.length > 10 ? ' …' : ''}`,
        hint: 'Drop them by name, without CASCADE, so that whoever reads the migration knows what goes.',
      };
    }
  },
};
