import type { Act, Rule } from '../../model/rule.ts';
import { runnerWords } from '../../model/runner-words.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { type Named, namedBy, namedByIdentity, shown } from '../../sql/relations.ts';
import { isOfParts } from '../reading/facts.ts';
import { concurrently } from '../reading/fixes.ts';
import { codeWord, eventsInside } from '../reading/inner-code.ts';
import { isExisting, isIdle } from '../reading/tables.ts';
import { statementsOf } from '../reading/trees.ts';
import { evidence, oneLine } from '../reading/wording.ts';

export const indexBlocksWrites: Rule = {
  id: 'index-blocks-writes',
  group: 'observed',
  severity: 'warning',
  summary:
    'An index is built on an existing table without CONCURRENTLY: every write waits until it is built.',
  descendsFrom: [
    'squawk:require-concurrent-index-creation',
    'eugene:E6',
    'strong_migrations:add_index',
    'strong_migrations:add_reference',
    'atlas:PG101',
  ],
  *judge(subject) {
    for (const { act, node } of statementsOf(subject, 'IndexStmt', /^CREATE (UNIQUE )?INDEX\b/)) {
      const table = namedBy(node.relation);
      if (node.concurrent === true || !isExisting(act, table) || isIdle(act)) continue;
      const hasParts = isOfParts(subject, act, table);
      // On the parent alone nothing is built: partitions bring theirs by ATTACH PARTITION.
      if (node.relation?.inh !== true && act.ran && act.seen?.indexBuilds.length === 0) continue;
      const name = node.idxname === undefined ? '' : ` ${quoteIdentifier(node.idxname)}`;
      yield {
        act,
        table,
        focus: node.idxname ?? table.name,
        fix: hasParts ? undefined : concurrently(act),
        message: `building ${name === '' ? 'an index' : `index \`${node.idxname}\``} keeps every INSERT, UPDATE and DELETE on ${shown(table)} waiting`,
        notes: evidence(act),
        hint: hasParts
          ? [
              'A partitioned table takes no CONCURRENTLY. Make the index on the parent alone, build one on each partition concurrently, then attach them:',
              {
                code: `CREATE ${node.unique === true ? 'UNIQUE ' : ''}INDEX${name} ON ONLY ${shown(table)} …;\nALTER INDEX${name} ATTACH PARTITION …;`,
              },
            ]
          : [
              { code: `${oneLine(act.text).replace(/\bINDEX\b/i, 'INDEX CONCURRENTLY')};` },
              runnerWords(subject.history).outside,
            ],
      };
    }
    for (const { act, event } of eventsInside(subject, 'create', 'index')) {
      const index = namedByIdentity(event.identity);
      const table = builtOn(act, index.name);
      if (table === undefined || !isExisting(act, table)) continue;
      yield {
        act,
        table,
        focus: index.name,
        message: `${codeWord(act)} builds index ${event.identity}, which keeps every INSERT, UPDATE and DELETE on ${shown(table)} waiting`,
        notes: evidence(act),
        hint: [
          'CREATE INDEX CONCURRENTLY cannot run inside a block: write it as a statement.',
          runnerWords(subject.history).outside,
        ],
      };
    }
  },
};

/** The table on which an act was seen to build an index; undefined where it built none of that name, or on a temporary table. */
function builtOn({ seen }: Act, index: string): Named | undefined {
  const table = seen?.indexedTables[seen.indexBuilds.indexOf(index)];
  const named = table === undefined ? undefined : namedByIdentity(table);
  return named?.schema === undefined ? undefined : named;
}
