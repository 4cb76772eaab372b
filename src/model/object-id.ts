import type { FactKind } from './schema.ts';

/**
 * Names one fact for ever: its kind, a colon, and its name as SQL writes it (qualified, quoted where needed):
 * `table:public.users`, `column:public.users.email`, `function:public.f(integer)`, `comment:table:public.users`.
 */
export type ObjectId = `${FactKind}:${string}`;

/** Builds an id; `name` is SQL text, already quoted. */
export function objectId(kind: FactKind, name: string): ObjectId {
  return `${kind}:${name}`;
}

/** The kind at the head of an id. */
export function kindOf(id: ObjectId): FactKind {
  return id.slice(0, id.indexOf(':')) as FactKind;
}

/** The SQL name in an id; for `comment:table:public.users` that is the id `table:public.users`. */
export function nameOf(id: ObjectId): string {
  return id.slice(id.indexOf(':') + 1);
}
