import type { RangeVar } from '@pgsql/types';
import { qualifiedName, quoteIdentifier, splitIdentifier } from '../postgres/identifier.ts';

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

/** Whether two writings may mean the same relation. */
export function isSame(a: Named, b: Named): boolean {
  return a.name === b.name && (a.schema === undefined || b.schema === undefined || a.schema === b.schema);
}
