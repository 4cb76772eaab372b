import type { Definition } from '../../model/schema.ts';
import { splitList } from '../../postgres/lists.ts';
import { changeOwner, differsOnlyIn } from '../definition.ts';
import type { KindRules } from '../kind.ts';
import { retire } from './shared/aside.ts';
import { plainRules } from './shared/plain.ts';
import { staleResults } from './shared/stale-results.ts';

/** https://www.postgresql.org/docs/18/sql-createtsdictionary.html */
export const textSearchDictionaryRules: KindRules = plainRules(
  484,
  ({ name, definition }) =>
    `CREATE TEXT SEARCH DICTIONARY ${name} (${[`TEMPLATE = ${definition.template}`, ...optionsOf(definition)].join(', ')})`,
  {
    alter: (before, after, context) => {
      const [was, is] = [before.definition, after.definition];
      if (!differsOnlyIn(was, is, ['owner', 'options'])) return 'replace';
      const set = optionsOf(is);
      const kept = new Set(set.map(nameOf));
      // A name alone takes the option away; those that are set go to the end, in this order.
      const options = [
        ...optionsOf(was)
          .map(nameOf)
          .filter((name) => !kept.has(name)),
        ...set,
      ];
      return [
        ...(was.options === is.options
          ? []
          : [
              {
                sql: `ALTER TEXT SEARCH DICTIONARY ${after.name} (${options.join(', ')})`,
                hazards: staleResults(after, context),
              },
            ]),
        ...changeOwner(before, after),
      ];
    },
    retire: retire('TEXT SEARCH DICTIONARY'),
  },
);

/** `stopwords = 'english'`, as SQL writes them. */
function optionsOf({ options }: Definition): readonly string[] {
  return options === undefined ? [] : splitList(String(options));
}

function nameOf(option: string): string {
  return option.slice(0, option.indexOf(' ='));
}
