import { kindOf, nameOf, type ObjectId } from '../model/object-id.ts';
import type { FactKind } from '../model/schema.ts';

/** Splits `public.users.email` into `public.users` and `email`, both still quoted where needed. */
export function splitLast(name: string): readonly [string, string] {
  let inQuotes = false;
  for (let i = name.length - 1; i >= 0; i -= 1) {
    if (name[i] === '"') inQuotes = !inQuotes;
    else if (name[i] === '.' && !inQuotes) return [name.slice(0, i), name.slice(i + 1)];
  }
  return ['', name];
}

/** The last part of a name: `email` of `public.users.email`. */
export function lastPart(name: string): string {
  return splitLast(name)[1];
}

/** The name that a column or attribute begins with: `"a b"` of `"a b" integer`. */
export function leadingName(text: string): string {
  return /^("(?:[^"]|"")*"|\S+)/.exec(text)?.[0] ?? text;
}

const nouns: Partial<Readonly<Record<FactKind, string>>> = {
  'composite-type': 'TYPE',
  enum: 'TYPE',
  'range-type': 'TYPE',
  'base-type': 'TYPE',
  'shell-type': 'TYPE',
  language: 'LANGUAGE',
};

/** How COMMENT ON, ALTER and SECURITY LABEL call the kind: `MATERIALIZED VIEW`, `TYPE`. */
export function noun(kind: FactKind): string {
  return nouns[kind] ?? kind.replaceAll('-', ' ').toUpperCase();
}

/** How SQL addresses an object: `TABLE public.users`, `CONSTRAINT users_pkey ON public.users`. */
export function sqlAddress(id: ObjectId): string {
  const kind = kindOf(id);
  const name = nameOf(id);
  if (kind === 'constraint' || kind === 'trigger' || kind === 'policy' || kind === 'rule') {
    const [relation, part] = splitLast(name);
    return `${noun(kind)} ${part} ON ${relation}`;
  }
  if (kind === 'domain-constraint') {
    const [domain, part] = splitLast(name);
    return `CONSTRAINT ${part} ON DOMAIN ${domain}`;
  }
  return `${noun(kind)} ${name}`;
}
