import { withNotNullNamesOf } from '../../declared/unchosen-names.ts';
import { diffSchemas } from '../../diff/diff.ts';
import { idWords } from '../../model/object-id.ts';
import type { Change } from '../../model/plan.ts';
import type { Property, Schema } from '../../model/schema.ts';

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
    const shown = alteredWords(change, (name, back, before) => `${name}: ${before} before, ${back} after`);
    return `${idWords(change.id)}: ${shown.join('; ')}`;
  });
}

/** What differs in an altered object, as `say` puts it; of texts of several lines the name of the property alone. */
export function alteredWords(
  { before, after, properties }: Change & { readonly kind: 'alter' },
  say: (name: string, before: string, after: string) => string,
): readonly string[] {
  return properties.map((name) => {
    const [was, is] = [valueWords(before.definition[name]), valueWords(after.definition[name])];
    return `${was}${is}`.includes('\n') ? name : say(name, was, is);
  });
}

function valueWords(value: Property | undefined): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'object' ? value.join(', ') : String(value);
}

const effects = { create: 'adds', drop: 'no longer makes', alter: 'changes' } as const;

/** What a change makes of a schema: `changes column public.t.a: type text → integer`. */
export function changeWords(change: Change): string {
  const what = `${effects[change.kind]} ${idWords(change.id)}`;
  if (change.kind !== 'alter') return what;
  return `${what}: ${alteredWords(change, (name, before, after) => `${name} ${before} → ${after}`).join(', ')}`;
}
