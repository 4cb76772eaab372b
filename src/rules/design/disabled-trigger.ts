import type { Rule } from '../../model/rule.ts';
import { bareName } from '../../postgres/identifier.ts';
import { childrenOf, ownTables, placeOf } from '../reading/facts.ts';

export const disabledTrigger: Rule = {
  id: 'disabled-trigger',
  group: 'design',
  severity: 'warning',
  summary: 'A trigger is left disabled: what it was written for does not happen, and nothing says so.',
  descendsFrom: [],
  *judge(subject) {
    for (const table of ownTables(subject)) {
      for (const trigger of childrenOf(subject, table.id, 'trigger')) {
        if (trigger.definition.firing !== 'DISABLE') continue;
        const name = bareName(trigger.name);
        yield {
          act: placeOf(subject, table.name, 'DISABLE TRIGGER') ?? placeOf(subject, table.name),
          focus: name,
          message: `trigger \`${name}\` of ${table.name} is disabled when all migrations have run`,
          hint: `ALTER TABLE ${table.name} ENABLE TRIGGER ${trigger.name.slice(table.name.length + 1)};\nor drop it, if it is not wanted any more.`,
        };
      }
    }
  },
};
