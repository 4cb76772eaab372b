import type { Definition } from '../model/schema.ts';
import { grantEntry } from '../postgres/grant.ts';
import { quoteIdentifier, splitIdentifier } from '../postgres/identifier.ts';
import { postgres17 } from '../postgres/versions.ts';
import { type Acl, type AclObject, definitionOf, type Names } from './reader.ts';

/** Letters of `aclitem`. https://www.postgresql.org/docs/18/ddl-priv.html */
const letters: Readonly<Record<string, string>> = {
  r: 'SELECT',
  a: 'INSERT',
  w: 'UPDATE',
  d: 'DELETE',
  D: 'TRUNCATE',
  x: 'REFERENCES',
  t: 'TRIGGER',
  m: 'MAINTAIN',
  U: 'USAGE',
  C: 'CREATE',
  X: 'EXECUTE',
  c: 'CONNECT',
  T: 'TEMPORARY',
  s: 'SET',
  A: 'ALTER SYSTEM',
};

const all: Readonly<Record<AclObject, string>> = {
  table: 'arwdDxtm',
  sequence: 'rwU',
  column: '',
  function: 'X',
  schema: 'UC',
  type: 'U',
  language: 'U',
  'foreign-data-wrapper': 'U',
  server: 'U',
  'large-object': 'rw',
};
const publicGets: Partial<Readonly<Record<AclObject, string>>> = { function: 'X', type: 'U', language: 'U' };

/**
 * Privileges as the difference from the built-in ones of such an object, so that a role that has all of them reads the same on
 * every version. Undefined where nothing differs.
 */
export function aclDefinition(acl: Acl, names: Names, serverVersion: number): Definition | undefined {
  const owner = granteeName(names.roles.get(acl.owner) ?? '', names);
  const held = privileges(acl.items, names, acl.owner);
  const born =
    acl.initial === undefined
      ? initialPrivileges(acl.object, owner, serverVersion)
      : privileges(acl.initial, names, acl.owner);
  const granted = [...held].filter((entry) => !born.has(entry)).sort();
  const revoked = [...born].filter((entry) => !held.has(entry)).sort();
  return granted.length + revoked.length === 0 ? undefined : definitionOf({ granted, revoked, owner });
}

/** What the owner and everybody have before any GRANT. */
export function initialPrivileges(object: AclObject, owner: string, serverVersion: number): Set<string> {
  const entries = new Set<string>();
  for (const letter of all[object]) {
    if (letter === 'm' && serverVersion < postgres17) continue;
    entries.add(`${owner} ${letters[letter]}`);
  }
  for (const letter of publicGets[object] ?? '') entries.add(`PUBLIC ${letters[letter]}`);
  return entries;
}

/** Names that are quoted may hold an equals sign or a slash. */
const aclItem = /^("(?:[^"]|"")*"|[^"=]*)=([a-zA-Z*]*)\/(.*)$/s;

/** Reads `grantee=letters/grantor` items. */
export function privileges(items: readonly string[], names: Names, owner: number): Set<string> {
  const entries = new Set<string>();
  for (const item of items) {
    const [, role = '', held = '', granted = ''] = aclItem.exec(item) ?? [];
    const grantor = splitIdentifier(unquoted(granted))[0] ?? '';
    const by = grantor === names.roles.get(owner) ? undefined : granteeName(grantor, names);
    const grantee = role === '' ? 'PUBLIC' : granteeName(splitIdentifier(unquoted(role))[0] ?? role, names);
    for (const [, letter, star] of held.matchAll(/([a-zA-Z])(\*?)/g)) {
      const privilege = letters[letter as string] ?? (letter as string);
      entries.add(grantEntry({ grantee, privilege, option: star === '*', grantor: by }));
    }
  }
  return entries;
}

/** The role name of an `aclitem`, which leaves upper case unquoted. */
function unquoted(role: string): string {
  return role.startsWith('"') ? role : `"${role}"`;
}

/** A role as SQL, or `CURRENT_USER` for the one that runs plans. */
export function granteeName(role: string, names: Names): string {
  return role === names.self ? 'CURRENT_USER' : quoteIdentifier(role);
}
