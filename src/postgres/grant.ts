import { identifierPattern } from './identifier.ts';

/** A privilege that a role has been granted, or that has been taken from it. */
export interface Grant {
  /** As SQL writes it; `PUBLIC` for every role, `CURRENT_USER` for the one that runs plans. */
  readonly grantee: string;
  readonly privilege: string;
  /** WITH GRANT OPTION. */
  readonly option: boolean;
  /** Undefined where the owner granted it. */
  readonly grantor: string | undefined;
}

const pattern = new RegExp(`^(${identifierPattern}) ([A-Z]+)(\\*?)(?: BY (${identifierPattern}))?$`);

/** Reads an entry of an object's privileges, as `grantEntry` writes it. */
export function parseGrant(entry: string): Grant {
  const [, grantee = '', privilege = '', star, grantor] = pattern.exec(entry) ?? [];
  return { grantee, privilege, option: star === '*', grantor };
}

/** `grantee PRIVILEGE`, with a star for the grant option, and ` BY role` where not the owner granted. */
export function grantEntry({ grantee, privilege, option, grantor }: Grant): string {
  return `${grantee} ${privilege}${option ? '*' : ''}${grantor === undefined ? '' : ` BY ${grantor}`}`;
}
