import type { Rule, Subject, Verdict } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { isEnforced } from '../../postgres/enforced.ts';
import { bareName, lastPart } from '../../postgres/identifier.ts';
import { laterOf, ownTables, textOf } from '../reading/facts.ts';
import { type ForeignKey, foreignKeysOf } from '../reading/keys.ts';
import { placeOfConstraint } from '../reading/places.ts';

export const duplicateForeignKey: Rule = {
  id: 'duplicate-foreign-key',
  group: 'design',
  severity: 'warning',
  summary:
    'Two foreign keys of a table tie the same columns to the same: each write is checked twice, and both say what a DELETE does.',
  descendsFrom: [],
  *judge(subject) {
    for (const table of ownTables(subject)) {
      const keys = foreignKeysOf(subject, table).filter((key) => isEnforced(definitionOf(key)));
      for (const [i, key] of keys.entries()) {
        const twin = keys.find((other, j) => j < i && pairsOf(other) === pairsOf(key));
        if (twin === undefined) continue;
        yield told(subject, table, [key, twin]);
      }
    }
  },
};

function told(subject: Subject, table: Fact, keys: readonly [ForeignKey, ForeignKey]): Verdict {
  const [one, other] = keys;
  const act = laterOf(placeOfConstraint(subject, one.fact), placeOfConstraint(subject, other.fact));
  // Where PostgreSQL chose the name of one, both are found where the other is added.
  const isNewer = act?.text.includes(nameOf(one)) === true;
  const [older, newer] = isNewer ? [other, one] : [one, other];
  const isSame = definitionOf(older) === definitionOf(newer);
  return {
    act,
    focus: nameOf(newer),
    message: `foreign key \`${nameOf(newer)}\` of ${table.name} ties the same columns as \`${nameOf(older)}\`: each write is checked twice`,
    notes: isSame ? [] : [older, newer].map((key) => `\`${nameOf(key)}\` is ${definitionOf(key)}.`),
    hint: [
      isSame ? 'One is enough:' : 'If the new one is meant to take the place of the other:',
      {
        code: `ALTER TABLE ${table.name} DROP CONSTRAINT ${lastPart((isSame ? newer : older).fact.name)};`,
      },
    ],
  };
}

function nameOf({ fact }: ForeignKey): string {
  return bareName(fact.name);
}

function definitionOf({ fact }: ForeignKey): string {
  return textOf(fact, 'definition');
}

/** What refers to what, in whatever order it is written. */
function pairsOf({ columns, referenced, referencedColumns }: ForeignKey): string {
  const pairs = columns.map((column, i) => `${column} ${referencedColumns[i]}`);
  return [...pairs.sort(), referenced].join();
}
