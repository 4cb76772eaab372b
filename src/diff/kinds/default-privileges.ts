import type { Definition, Fact } from '../../model/schema.ts';
import type { KindRules } from '../kind.ts';
import { privilegeChanges } from './privileges/privilege-changes.ts';

/** https://www.postgresql.org/docs/18/sql-alterdefaultprivileges.html */
export const defaultPrivilegesRules: KindRules = {
  rank: 970,
  governsOthers: true,
  create: (fact) => defaultChanges(fact, {}, fact.definition),
  drop: (fact) => defaultChanges(fact, fact.definition, {}),
  alter: (before, after) => defaultChanges(after, before.definition, after.definition),
};

function defaultChanges(fact: Fact, was: Definition, is: Definition): string[] {
  const { role, object } = fact.definition;
  const schema = fact.definition.in;
  const head = `ALTER DEFAULT PRIVILEGES${role ? ` FOR ROLE ${role}` : ''}${schema ? ` IN SCHEMA ${schema}` : ''}`;
  return privilegeChanges(was, is, (verb, { grantee, option, privileges }) => {
    const preposition = verb === 'GRANT' ? 'TO' : 'FROM';
    const suffix = verb === 'GRANT' && option ? ' WITH GRANT OPTION' : '';
    return [`${head} ${verb} ${privileges.join(', ')} ON ${object} ${preposition} ${grantee}${suffix}`];
  });
}
