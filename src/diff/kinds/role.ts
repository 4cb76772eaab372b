import type { Fact } from '../../model/schema.ts';
import { quoteLiteral } from '../../postgres/identifier.ts';
import { list } from '../definition.ts';
import type { KindRules } from '../kind.ts';

/** https://www.postgresql.org/docs/18/sql-createrole.html */
export const roleRules: KindRules = {
  rank: 1,
  create: (fact) => [`CREATE ROLE ${fact.name}${optionsOf(list(fact.definition, 'attributes'), fact)}`],
  drop: (fact) => [`DROP ROLE ${fact.name}`],
  alter: (before, after) => {
    const [was, is] = [list(before.definition, 'attributes'), list(after.definition, 'attributes')];
    const gone = was.filter((attribute) => !is.includes(attribute)).map(opposite);
    const added = is.filter((attribute) => !was.includes(attribute));
    const cleared: Fact = {
      ...after,
      definition: {
        ...after.definition,
        connections: after.definition.connections ?? -1,
        validUntil: after.definition.validUntil ?? 'infinity',
      },
    };
    return [`ALTER ROLE ${after.name}${optionsOf([...gone, ...added], cleared)}`];
  },
};

function opposite(attribute: string): string {
  return attribute.startsWith('NO') ? attribute.slice(2) : `NO${attribute}`;
}

function optionsOf(attributes: readonly string[], { definition }: Fact): string {
  const { connections, validUntil } = definition;
  return [
    ...attributes.map((attribute) => ` ${attribute}`),
    connections === undefined ? '' : ` CONNECTION LIMIT ${connections}`,
    validUntil === undefined ? '' : ` VALID UNTIL ${quoteLiteral(String(validUntil))}`,
  ].join('');
}

/** https://www.postgresql.org/docs/18/sql-grant.html, GRANT on roles */
export const roleMembershipRules: KindRules = {
  rank: 2,
  create: ({ definition }) => {
    const options = [
      definition.admin && 'ADMIN OPTION',
      definition.inherit && `INHERIT ${String(definition.inherit).toUpperCase()}`,
      definition.set && 'SET FALSE',
    ].filter(Boolean);
    const clause = options.length === 0 ? '' : ` WITH ${options.join(', ')}`;
    return [`GRANT ${definition.role} TO ${definition.member}${clause}`];
  },
  drop: ({ definition }) => [`REVOKE ${definition.role} FROM ${definition.member}`],
  alter: () => 'replace',
};

/** Entries are `name=value`. https://www.postgresql.org/docs/18/sql-alterrole.html */
export const roleSettingRules: KindRules = {
  rank: 3,
  create: (fact) => list(fact.definition, 'settings').map((setting) => setSql(fact, setting)),
  drop: (fact) => [`ALTER ROLE ${fact.name} RESET ALL`],
  alter: (before, after) => {
    const [was, is] = [list(before.definition, 'settings'), list(after.definition, 'settings')];
    const nameOf = (setting: string) => setting.split('=', 1)[0] as string;
    const kept = new Set(is.map(nameOf));
    return [
      ...was
        .filter((setting) => !kept.has(nameOf(setting)))
        .map((s) => `ALTER ROLE ${after.name} RESET ${nameOf(s)}`),
      ...is.filter((setting) => !was.includes(setting)).map((setting) => setSql(after, setting)),
    ];
  },
};

/** Lists such as `search_path` are stored as they are to be written; anything else is one value. */
function setSql(fact: Fact, setting: string): string {
  const at = setting.indexOf('=');
  const name = setting.slice(0, at);
  const value = setting.slice(at + 1);
  const isList = /^(search_path|temp_tablespaces|session_preload_libraries|local_preload_libraries)$/.test(
    name,
  );
  return `ALTER ROLE ${fact.name} SET ${name} TO ${isList ? value : quoteLiteral(value)}`;
}
