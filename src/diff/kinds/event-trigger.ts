import { quoteLiteral } from '../../postgres/identifier.ts';
import { changeOwner, giveOwner, list } from '../definition.ts';
import type { KindRules } from '../kind.ts';

/** https://www.postgresql.org/docs/18/sql-createeventtrigger.html */
export const eventTriggerRules: KindRules = {
  rank: 980,
  governsOthers: true,
  comesFirst: (_before, after) => after.definition.firing === 'DISABLE',
  create: (fact) => {
    const { event, routine, firing } = fact.definition;
    const tags = list(fact.definition, 'tags').map(quoteLiteral);
    const when = tags.length === 0 ? '' : ` WHEN TAG IN (${tags.join(', ')})`;
    return [
      `CREATE EVENT TRIGGER ${fact.name} ON ${event}${when} EXECUTE FUNCTION ${routine}()`,
      ...(firing === undefined ? [] : [`ALTER EVENT TRIGGER ${fact.name} ${firing}`]),
      ...giveOwner(fact),
    ];
  },
  drop: (fact) => [`DROP EVENT TRIGGER ${fact.name}`],
  alter: (before, after) => {
    const { event, routine, tags, firing } = after.definition;
    const was = before.definition;
    if (was.event !== event || was.routine !== routine || String(was.tags) !== String(tags)) return 'replace';
    return [
      ...(was.firing === firing ? [] : [`ALTER EVENT TRIGGER ${after.name} ${firing ?? 'ENABLE'}`]),
      ...changeOwner(before, after),
    ];
  },
};
