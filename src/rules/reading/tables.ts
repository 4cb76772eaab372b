import type { RangeVar } from '@pgsql/types';
import type { Act, Subject } from '../../model/rule.ts';
import { qualifiedName, quoteIdentifier, splitIdentifier } from '../../postgres/identifier.ts';

/** A relation as a statement writes it, unquoted. */
export interface Named {
  readonly schema: string | undefined;
  readonly name: string;
}

/** The relation of a parse tree. */
export function namedBy(range: RangeVar | undefined): Named {
  return { schema: range?.schemaname, name: range?.relname ?? '' };
}

/** Of a List of String nodes, as DROP names its objects. */
export function namedByList(parts: readonly string[]): Named {
  return { schema: parts.length > 1 ? parts.at(-2) : undefined, name: parts.at(-1) ?? '' };
}

/** The relation of a qualified identity: `public.users`. */
export function namedByIdentity(identity: string): Named {
  return namedByList(splitIdentifier(identity));
}

/** As SQL writes it. */
export function shown({ schema, name }: Named): string {
  return schema === undefined ? quoteIdentifier(name) : qualifiedName(schema, name);
}

/** Whether the relation was made by the act's own migration or session: nobody uses it, and it holds no rows of anybody's. */
export function isNew(act: Act, { schema, name }: Named): boolean {
  if (schema === 'pg_temp') return true;
  const made = act.makes.get(schema === undefined ? name : `${schema}.${name}`);
  return made !== undefined && made <= act.index;
}

/**
 * Whether the relation may be in use and hold rows when the act runs: made by an earlier migration, or by nobody that is known.
 * What a first migration finds without having made it was put there by a platform, before anybody used it.
 */
export function isExisting(act: Act, relation: Named): boolean {
  return !isNew(act, relation) && !(act.at === 0 && act.ran);
}

/** Whether the act ran and did nothing, since what it names was there (or was not). */
export function isIdle({ ran, seen }: Act): boolean {
  if (!ran || seen === undefined || seen.events.length > 0) return false;
  return seen.notices.some(({ message }) => message.endsWith(', skipping'));
}

/** Whether the act makes a schema of this name. */
export function makesSchema({ head, text }: Act, name: string): boolean {
  return head.startsWith('CREATE SCHEMA') && text.includes(name);
}

/** Whether two writings may mean the same relation. */
export function isSame(a: Named, b: Named): boolean {
  return a.name === b.name && (a.schema === undefined || b.schema === undefined || a.schema === b.schema);
}

/**
 * Whether a DROP ... IF EXISTS found nothing that this history knows of. What no migration makes may still be there in a
 * database: then the DROP does something, and is to be judged.
 */
export function dropsNothing(subject: Subject, act: Act, { name }: Named): boolean {
  return isIdle(act) && (act.at > 0 || subject.acts.some(({ makes }) => makes.has(name)));
}
