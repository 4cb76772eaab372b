/** What one role has been granted in one manner. */
export interface Grant {
  readonly grantee: string;
  readonly option: boolean;
  readonly grantor: string | undefined;
  readonly privileges: string[];
}

/** Entries are `grantee PRIVILEGE`, with a star for the grant option, and ` BY role` where not the owner granted. */
export function parseGrant(entry: string): Omit<Grant, 'privileges'> & { readonly privilege: string } {
  const [, grantee = '', privilege = '', star, grantor] =
    /^(.*) ([A-Z]+)(\*?)(?: BY (.*))?$/s.exec(entry) ?? [];
  return { grantee, option: star === '*', grantor, privilege };
}
