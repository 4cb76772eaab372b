import type { Fact } from '../../model/schema.ts';
import { changeOwner, giveOwner, hasChanged } from '../definition.ts';
import type { KindRules } from '../kind.ts';

/** https://www.postgresql.org/docs/18/sql-createpublication.html */
export const publicationRules: KindRules = {
  rank: 840,
  create: (fact) => {
    const settings = [publish, viaRoot, generated]
      .filter(({ isSaid }) => isSaid(fact))
      .map(({ text }) => text(fact));
    const all = fact.definition.allTables ? ' FOR ALL TABLES' : '';
    const clause = settings.length === 0 ? '' : ` WITH (${settings.join(', ')})`;
    return [`CREATE PUBLICATION ${fact.name}${all}${clause}`, ...giveOwner(fact)];
  },
  drop: (fact) => [`DROP PUBLICATION ${fact.name}`],
  alter: (before, after) => {
    if (hasChanged(before, after, 'allTables')) return 'replace';
    const changed = [publish, viaRoot, generated].filter(({ property }) =>
      hasChanged(before, after, property),
    );
    const clause = changed.map(({ text }) => text(after)).join(', ');
    return [
      ...(clause === '' ? [] : [`ALTER PUBLICATION ${after.name} SET (${clause})`]),
      ...changeOwner(before, after),
    ];
  },
};

interface Setting {
  readonly property: string;
  isSaid(fact: Fact): boolean;
  text(fact: Fact): string;
}

function setting(property: string, text: (fact: Fact) => string): Setting {
  return { property, text, isSaid: ({ definition }) => definition[property] !== undefined };
}

const publish = setting('publish', ({ definition }) => {
  const operations = definition.publish ?? 'insert, update, delete, truncate';
  return `publish = '${operations === 'nothing' ? '' : operations}'`;
});

const viaRoot = setting(
  'viaRoot',
  ({ definition }) => `publish_via_partition_root = ${definition.viaRoot ?? false}`,
);

const generated = setting(
  'generatedColumns',
  ({ definition }) => `publish_generated_columns = ${definition.generatedColumns ?? 'none'}`,
);
