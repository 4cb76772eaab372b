import type { ObjectId } from '../../model/object-id.ts';
import type { Fact, FactKind, Schema } from '../../model/schema.ts';
import {
  bareName,
  lastPart,
  qualifiedName,
  qualifiedPattern,
  quoteIdentifier,
  splitIdentifier,
} from '../../postgres/identifier.ts';

/** What the language of a declaration can say of what a history has beside it. */
export interface DeclaredLanguage {
  /** It declares every sequence, so that one that it leaves out is to go. */
  readonly hasSequences: boolean;
}

/** Kinds of objects that a declaration may use but cannot express. */
const unsaidKinds: ReadonlySet<FactKind> = new Set([
  'schema',
  'extension',
  'language',
  'collation',
  'shell-type',
  'composite-type',
  'range-type',
  'base-type',
  'domain',
  'domain-constraint',
  'function',
  'procedure',
  'aggregate',
  'operator',
  'operator-family',
  'operator-class',
  'operator-family-member',
  'cast',
  'text-search-dictionary',
  'text-search-configuration',
  'text-search-template',
  'text-search-parser',
  'sequence',
]);

/** The facts that a declaration may use and does not make. `text` is its DDL, which tells what sequences it makes or names. */
export function unsaidFacts(
  history: Schema,
  text: string,
  language: DeclaredLanguage = { hasSequences: false },
): ReadonlyMap<ObjectId, Fact> {
  const { facts } = history;
  const isUnsaidSequence = unsaidSequences(history, text, language);
  const isUnsaid = (fact: Fact) =>
    unsaidKinds.has(fact.kind) && (fact.kind !== 'sequence' || isUnsaidSequence(fact));
  const unsaid = new Map([...facts].filter(([, fact]) => isUnsaid(fact)));
  for (let hasChanged = true; hasChanged; ) {
    hasChanged = false;
    for (const [id, { dependsOn }] of unsaid) {
      if (!dependsOn.some((other) => facts.has(other) && !unsaid.has(other))) continue;
      unsaid.delete(id);
      hasChanged = true;
    }
  }
  return unsaid;
}

/** Tells the sequences that the history alone makes: one that the declaration makes would otherwise keep its older definition. */
function unsaidSequences({ facts }: Schema, text: string, { hasSequences }: DeclaredLanguage) {
  const made = new Set([...text.matchAll(createdSequence)].map(([, name = '']) => inSchema(name)));
  const calls = [...text.matchAll(/\bnextval\('([^']+)'/gi)];
  const named = new Set(calls.map(([, name = '']) => quoteIdentifier(bareName(name.replaceAll('\\', '')))));
  const all = [...facts.values()];
  const owned = new Set(all.flatMap(({ kind, parent }) => (kind === 'sequence-owner' ? [parent] : [])));
  const needed = new Set(
    all.flatMap(({ kind, dependsOn }) => (unsaidKinds.has(kind) && kind !== 'sequence' ? dependsOn : [])),
  );
  return ({ id, name }: Fact): boolean => {
    if (made.has(name)) return false;
    return named.has(lastPart(name)) || (!owned.has(id) && (!hasSequences || needed.has(id)));
  };
}

const createdSequence = new RegExp(`^\\s*CREATE SEQUENCE (?:IF NOT EXISTS )?(${qualifiedPattern})`, 'gim');

/** The qualified name of what lies in `public` where no schema is named. */
function inSchema(written: string): string {
  const [name = '', schema = 'public'] = splitIdentifier(written).reverse();
  return qualifiedName(schema, name);
}
