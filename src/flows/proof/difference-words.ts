import { withNotNullNamesOf } from '../../declared/unchosen-names.ts';
import { diffSchemas } from '../../diff/diff.ts';
import { idWords } from '../../model/object-id.ts';
import type { Change } from '../../model/plan.ts';
import type { Schema } from '../../model/schema.ts';

/** What differs in a schema after leaving it and coming back. */
export function differencesFrom(before: Schema, back: Schema): readonly Change[] {
  return diffSchemas(withNotNullNamesOf(before, back), before);
}

const verbs = { create: 'lacks', drop: 'still has', alter: 'has another' } as const;

/** `it lacks column public.t.a, and 2 more`: what the reached schema lacks or has, of differences that are not empty. */
export function differenceWords(left: readonly Change[]): string {
  const [first] = left as [Change, ...Change[]];
  const more = left.length === 1 ? '' : `, and ${left.length - 1} more`;
  return `it ${verbs[first.kind]} ${idWords(first.id)}${more}`;
}

/** The first five differences, a line each, with both values of what was altered. */
export function differenceLines(left: readonly Change[]): readonly string[] {
  return left.slice(0, 5).map((change) => {
    if (change.kind !== 'alter') return `${verbs[change.kind]} ${idWords(change.id)}`;
    const shown = change.properties.map(
      (name) =>
        `${name}: ${JSON.stringify(change.after.definition[name])} before, ${JSON.stringify(change.before.definition[name])} after`,
    );
    return `${idWords(change.id)}: ${shown.join('; ')}`;
  });
}
