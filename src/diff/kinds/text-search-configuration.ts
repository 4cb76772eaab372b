import type { Fact } from '../../model/schema.ts';
import { changedEntries, changeOwner, differsOnlyIn, giveOwner, list } from '../definition.ts';
import type { KindRules } from '../kind.ts';
import { retire } from './shared/aside.ts';
import { staleResults } from './shared/stale-results.ts';

/** Entries of `mappings` are `token dictionary, dictionary`. https://www.postgresql.org/docs/18/sql-altertsconfig.html */
export const textSearchConfigurationRules: KindRules = {
  rank: 486,
  create: (fact) => [
    `CREATE TEXT SEARCH CONFIGURATION ${fact.name} (PARSER = ${fact.definition.parser})`,
    ...list(fact.definition, 'mappings').map((mapping) => mappingSql(fact, 'ADD', mapping)),
    ...giveOwner(fact),
  ],
  drop: (fact) => [`DROP TEXT SEARCH CONFIGURATION ${fact.name}`],
  alter: (before, after, context) => {
    if (!differsOnlyIn(before.definition, after.definition, ['owner', 'mappings'])) return 'replace';
    const [was, is] = [list(before.definition, 'mappings'), list(after.definition, 'mappings')];
    const { gone, set } = changedEntries(was, is, tokenOf);
    const old = new Set(was.map(tokenOf));
    const [first, ...rest] = [
      ...gone.map((token) => `ALTER TEXT SEARCH CONFIGURATION ${after.name} DROP MAPPING FOR ${token}`),
      ...set.map((mapping) => mappingSql(after, old.has(tokenOf(mapping)) ? 'ALTER' : 'ADD', mapping)),
    ];
    return [
      ...(first === undefined ? [] : [{ sql: first, hazards: staleResults(after, context) }, ...rest]),
      ...changeOwner(before, after),
    ];
  },
  retire: retire('TEXT SEARCH CONFIGURATION'),
  replacedOnCycle: 'last',
};

function tokenOf(mapping: string): string {
  return mapping.split(' ', 1)[0] as string;
}

function mappingSql(fact: Fact, verb: string, mapping: string): string {
  const token = tokenOf(mapping);
  const dictionaries = mapping.slice(token.length + 1);
  return `ALTER TEXT SEARCH CONFIGURATION ${fact.name} ${verb} MAPPING FOR ${token} WITH ${dictionaries}`;
}
