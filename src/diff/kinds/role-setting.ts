import type { Fact } from '../../model/schema.ts';
import { quoteLiteral } from '../../postgres/identifier.ts';
import { changedEntries, keyBeforeSign, list } from '../definition.ts';
import type { KindRules } from '../kind.ts';

/** Entries are `name=value`. https://www.postgresql.org/docs/18/sql-alterrole.html */
export const roleSettingRules: KindRules = {
  rank: 3,
  create: (fact) => list(fact.definition, 'settings').map((setting) => setSql(fact, setting)),
  drop: (fact) => [`ALTER ROLE ${fact.name} RESET ALL`],
  alter: (before, after) => {
    const [was, is] = [list(before.definition, 'settings'), list(after.definition, 'settings')];
    const { gone, set } = changedEntries(was, is, keyBeforeSign);
    return [
      ...gone.map((name) => `ALTER ROLE ${after.name} RESET ${name}`),
      ...set.map((setting) => setSql(after, setting)),
    ];
  },
};

/** The values of list settings such as `search_path` are stored as SQL; any other is one string. */
function setSql(fact: Fact, setting: string): string {
  const at = setting.indexOf('=');
  const name = setting.slice(0, at);
  const value = setting.slice(at + 1);
  const isList = /^(search_path|temp_tablespaces|session_preload_libraries|local_preload_libraries)$/.test(
    name,
  );
  return `ALTER ROLE ${fact.name} SET ${name} TO ${isList ? value : quoteLiteral(value)}`;
}
