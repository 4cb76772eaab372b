import type { Rule } from '../../model/rule.ts';
import type { ObjectEvent } from '../../model/trace.ts';

const telling =
  /^(table|view|materialized view|foreign table|table constraint|trigger|policy|function|procedure|type|domain|table column)$/;

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
      const tables = events.filter(({ action, type }) => action === 'drop' && type === 'table');
      const along = events.filter(
        ({ action, implied, type, identity }) =>
          action === 'drop' &&
          implied === true &&
          telling.test(type) &&
          !identity.startsWith('"RI_ConstraintTrigger_') &&
          // What belongs to an object that is named goes with it in any case.
          ![...named, ...tables].some((one) => one.identity !== identity && belongs(one, type, identity)),
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

/**
 * Whether a drop is expected because its object belongs to the named schema or extension; tables with rows are judged all the
 * same.
 */
function belongs(named: ObjectEvent, type: string, identity: string): boolean {
  if (named.type === 'extension') return !/^(table|table column|view|materialized view|policy)$/.test(type);
  if (named.type === 'schema')
    return !/^(table|foreign table)$/.test(type) && identity.startsWith(`${named.identity}.`);
  return identity.endsWith(` on ${named.identity}`) || identity.startsWith(`${named.identity}.`);
}
