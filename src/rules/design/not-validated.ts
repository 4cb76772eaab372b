import type { Rule } from '../../model/rule.ts';
import { bareName, lastPart } from '../../postgres/identifier.ts';
import { childrenOf, ownTables } from '../reading/facts.ts';
import { placeOfConstraint } from '../reading/places.ts';

export const notValidated: Rule = {
  id: 'not-validated',
  group: 'design',
  severity: 'info',
  summary: 'A constraint is left NOT VALID: it holds for new rows only, and the planner does not trust it.',
  descendsFrom: [],
  *judge(subject) {
    for (const table of ownTables(subject)) {
      for (const constraint of childrenOf(subject, table.id, 'constraint')) {
        if (constraint.definition.notValid !== true) continue;
        const name = bareName(constraint.name);
        yield {
          act: placeOfConstraint(subject, constraint),
          focus: name,
          message: `constraint \`${name}\` of ${table.name} is never validated: rows that were there may break it`,
          hint: [
            'In a later migration:',
            {
              code: `ALTER TABLE ${table.name} VALIDATE CONSTRAINT ${lastPart(constraint.name)};`,
            },
          ],
        };
      }
    }
  },
};
