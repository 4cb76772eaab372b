import type { KindRules } from '../kind.ts';

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
