import type { FactKind } from './schema.ts';

/**
 * Names one fact for ever: its kind, a colon, and its name as SQL writes it (qualified, quoted where needed):
 * `table:public.users`, `column:public.users.email`, `function:public.f(integer)`, `comment:table:public.users`.
 */
export type ObjectId = `${FactKind}:${string}`;

/** The same for what bears a name without being a fact: a label of an enum, `label:public.mood.sad`. */
export type NamedId = ObjectId | `label:${string}`;

/** Builds an id; `name` is SQL text, already quoted. */
export function objectId(kind: FactKind, name: string): ObjectId {
  return `${kind}:${name}`;
}

/** The kind at the head of an id. */
export function kindOf(id: ObjectId): FactKind {
  return id.slice(0, id.indexOf(':')) as FactKind;
}

/** The SQL name in an id; for `comment:table:public.users` that is the id `table:public.users`. */
export function nameOf(id: NamedId): string {
  return id.slice(id.indexOf(':') + 1);
}

/** A kind as sentences say it: `materialized view`. */
export function kindWords(kind: FactKind): string {
  return kind.replaceAll('-', ' ');
}

/** An object as sentences and `--object` name it: `materialized view public.sales`. */
export function titleOf({ what, name }: { readonly what: FactKind; readonly name: string }): string {
  return `${kindWords(what)} ${name}`;
}

/** The same of an id. */
export function idWords(id: ObjectId): string {
  return titleOf({ what: kindOf(id), name: nameOf(id) });
}
