import { StrataError } from './errors.ts';
import { similarNames } from './similar-names.ts';

/** What `typeof` says of a value, or `list`; with `undefined` among them, it may be left out. */
type Kind = 'string' | 'number' | 'boolean' | 'function' | 'object' | 'list' | 'null' | 'undefined';

/** What the options of a function may be, by their names. */
export type OptionKinds<Options> = { readonly [Name in keyof Required<Options>]: readonly Kind[] };

/**
 * Throws a `usage` error that names the option which is missing or of another kind: a caller in JavaScript has no compiler to say so,
 * and would get the error of whatever first stumbles over it.
 */
export function assertOptions(
  given: object,
  kinds: Readonly<Record<string, readonly Kind[]>>,
  hint: string,
): void {
  if (kindOf(given) !== 'object')
    throw new StrataError(
      'usage',
      `the options are ${withArticle(kindOf(given))}; they have to be an object`,
      { hint },
    );
  const options = given as Readonly<Record<string, unknown>>;
  for (const [name, allowed] of Object.entries(kinds)) {
    const kind = kindOf(options[name]);
    if (allowed.includes(kind)) continue;
    const wanted = allowed.filter((one) => one !== 'undefined').map(withArticle);
    const what = kind === 'undefined' ? 'is missing' : `is ${withArticle(kind)}`;
    throw new StrataError('usage', `the option \`${name}\` ${what}; it has to be ${wanted.join(' or ')}`, {
      hint,
    });
  }
}

/** Throws a `usage` error for an option that a function does not have: passed over, it would do nothing, and nobody would know. */
export function assertKnownOptions(given: object, known: Readonly<Record<string, unknown>>): void {
  const unknown = Object.keys(given ?? {}).find((name) => !Object.hasOwn(known, name));
  if (unknown === undefined) return;
  const [near] = similarNames(unknown, Object.keys(known), 1);
  throw new StrataError('usage', `there is no option \`${unknown}\``, {
    hint: near === undefined ? `There are ${Object.keys(known).join(', ')}.` : `Did you mean \`${near}\`?`,
  });
}

function kindOf(value: unknown): Kind {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : (typeof value as Kind);
}

function withArticle(kind: Kind): string {
  if (kind === 'null' || kind === 'undefined') return kind;
  return kind === 'object' ? 'an object' : `a ${kind}`;
}
