import { kindOf, nameOf, type ObjectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import { quoteLiteral } from '../../postgres/identifier.ts';
import { splitLast, sqlAddress } from '../address.ts';
import { list } from '../definition.ts';
import type { KindRules } from '../kind.ts';

/** https://www.postgresql.org/docs/18/sql-comment.html */
export const commentRules: KindRules = {
  rank: 950,
  create: (fact) => [commentSql(fact, quoteLiteral(String(fact.definition.text)))],
  drop: (fact) => [commentSql(fact, 'NULL')],
  alter: (_before, after) => [commentSql(after, quoteLiteral(String(after.definition.text)))],
};

function commentSql(fact: Fact, value: string): string {
  return `COMMENT ON ${sqlAddress(fact.name as ObjectId)} IS ${value}`;
}

/** https://www.postgresql.org/docs/18/sql-security-label.html */
export const securityLabelRules: KindRules = {
  rank: 960,
  create: (fact) => [labelSql(fact, quoteLiteral(String(fact.definition.text)))],
  drop: (fact) => [labelSql(fact, 'NULL')],
  alter: (_before, after) => [labelSql(after, quoteLiteral(String(after.definition.text)))],
};

function labelSql(fact: Fact, value: string): string {
  return `SECURITY LABEL FOR ${fact.definition.provider} ON ${sqlAddress(fact.name as ObjectId)} IS ${value}`;
}

/** https://www.postgresql.org/docs/18/sql-alterfunction.html, DEPENDS ON EXTENSION */
export const extensionDependencyRules: KindRules = {
  rank: 940,
  create: (fact) => [
    `ALTER ${sqlAddress(fact.definition.object as ObjectId)} DEPENDS ON EXTENSION ${fact.definition.extension}`,
  ],
  drop: (fact) => [
    `ALTER ${sqlAddress(fact.definition.object as ObjectId)} NO DEPENDS ON EXTENSION ${fact.definition.extension}`,
  ],
  alter: () => [],
};

/** Grants. https://www.postgresql.org/docs/18/ddl-priv.html */
export const aclRules: KindRules = {
  rank: 900,
  create: (fact) => aclChanges(undefined, fact),
  drop: (fact) => aclChanges(fact, undefined),
  alter: (before, after) => aclChanges(before, after),
};

/** Takes away first, so that a grant option can be given up by taking the whole privilege and granting it anew. */
function aclChanges(before: Fact | undefined, after: Fact | undefined): string[] {
  const about = ((after ?? before) as Fact).name as ObjectId;
  const [granted, revoked] = [entries(before, 'granted'), entries(before, 'revoked')];
  const [grantedNow, revokedNow] = [entries(after, 'granted'), entries(after, 'revoked')];
  const revokes = [
    ...granted.filter((entry) => !grantedNow.includes(entry)),
    ...revokedNow.filter((entry) => !revoked.includes(entry)),
  ];
  const grants = [
    ...grantedNow.filter((entry) => !granted.includes(entry)),
    ...revoked.filter((entry) => !revokedNow.includes(entry)),
  ];
  return [
    ...byGrantee(revokes).map(({ grantee, privileges }) => `REVOKE ${on(privileges, about)} FROM ${grantee}`),
    ...byGrantee(grants).map(({ grantee, privileges, option }) => {
      return `GRANT ${on(privileges, about)} TO ${grantee}${option ? ' WITH GRANT OPTION' : ''}`;
    }),
  ];
}

function entries(fact: Fact | undefined, name: string): readonly string[] {
  return fact === undefined ? [] : list(fact.definition, name);
}

interface Grant {
  readonly grantee: string;
  readonly option: boolean;
  readonly privileges: string[];
}

/** Entries are `grantee PRIVILEGE`, with a star for the grant option. */
export function byGrantee(all: readonly string[]): readonly Grant[] {
  const groups = new Map<string, Grant>();
  for (const entry of all) {
    const at = entry.lastIndexOf(' ');
    const option = entry.endsWith('*');
    const grantee = entry.slice(0, at);
    const key = `${grantee} ${option}`;
    const group = groups.get(key) ?? { grantee, option, privileges: [] };
    group.privileges.push(option ? entry.slice(at + 1, -1) : entry.slice(at + 1));
    groups.set(key, group);
  }
  return [...groups.values()];
}

function on(privileges: readonly string[], about: ObjectId): string {
  const kind = kindOf(about);
  const name = nameOf(about);
  if (kind === 'column') {
    const [table, column] = splitLast(name);
    return `${privileges.map((privilege) => `${privilege} (${column})`).join(', ')} ON TABLE ${table}`;
  }
  return `${privileges.join(', ')} ON ${grantWords[kind] ?? 'TYPE'} ${name.replace('(*)', '()')}`;
}

const grantWords: Readonly<Record<string, string>> = {
  table: 'TABLE',
  'foreign-table': 'TABLE',
  view: 'TABLE',
  'materialized-view': 'TABLE',
  sequence: 'SEQUENCE',
  function: 'FUNCTION',
  procedure: 'PROCEDURE',
  aggregate: 'FUNCTION',
  schema: 'SCHEMA',
  language: 'LANGUAGE',
  server: 'FOREIGN SERVER',
  'foreign-data-wrapper': 'FOREIGN DATA WRAPPER',
};
