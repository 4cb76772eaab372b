import type { Rule } from '../../model/rule.ts';
import { bareName, quoteIdentifier } from '../../postgres/identifier.ts';
import { conversionOf } from '../../postgres/types/type-change.ts';
import { findColumn, tableOf, textOf } from '../reading/facts.ts';
import { placeOfColumn } from '../reading/places.ts';

export const softReference: Rule = {
  id: 'soft-reference',
  group: 'policy',
  severity: 'error',
  summary:
    'A column that the policy `softReferences` names is not there, or its type is not that of what it refers to.',
  descendsFrom: [],
  *judge(subject) {
    if (subject.schema === undefined) return;
    for (const { from, to } of subject.policies.softReferences ?? []) {
      const [source, target] = [findColumn(subject, from), findColumn(subject, to)];
      const missing = source === undefined ? from : target === undefined ? to : undefined;
      if (missing !== undefined || source === undefined || target === undefined) {
        yield {
          message: `soft reference ${from} → ${to}: the history makes no column ${missing}`,
          hint: 'Mend `policies.softReferences` in strata.config, or the migration that renamed or dropped it.',
        };
        continue;
      }
      const [a, b] = [textOf(source, 'type'), textOf(target, 'type')];
      if (a === b) continue;
      const column = quoteIdentifier(bareName(source.name));
      yield {
        act: placeOfColumn(subject, source),
        focus: bareName(source.name),
        message: `soft reference ${from} → ${to}: ${source.name} is ${a}, and ${target.name} is ${b}`,
        hint: {
          code: `ALTER TABLE ${tableOf(source)} ALTER COLUMN ${column} TYPE ${b}${conversionOf(a, b, column)};`,
        },
      };
    }
  },
};
