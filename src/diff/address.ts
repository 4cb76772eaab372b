import { kindOf, nameOf, type ObjectId, objectId } from '../model/object-id.ts';
import type { Fact, FactKind } from '../model/schema.ts';
import { quoteIdentifier, splitLast } from '../postgres/identifier.ts';

/** The schema that something lies in. */
export function schemaOf({ schema }: Fact): ObjectId | undefined {
  return schema === undefined ? undefined : objectId('schema', quoteIdentifier(schema));
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
  return `${noun(kind)} ${nameInSql(id)}`;
}

/**
 * Writes IN before each parameter of a procedure. Without it the name could also mean a procedure with as many parameters of
 * which some are OUT. https://www.postgresql.org/docs/18/sql-dropprocedure.html
 */
export function nameInSql(id: ObjectId): string {
  const name = nameOf(id);
  if (kindOf(id) !== 'procedure' || name.endsWith('()')) return name;
  const outsideOfQuotes = /, (?=(?:[^"]*"[^"]*")*[^"]*$)|\((?=(?:[^"]*"[^"]*")*[^"]*$)/g;
  return name.replaceAll(outsideOfQuotes, '$&IN ');
}
