import type { Rule } from '../../model/rule.ts';
import { runnerWords } from '../../model/runner-words.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { namedBy, namedByIdentity, shown } from '../../sql/relations.ts';
import { isOfParts } from '../reading/facts.ts';
import { concurrently } from '../reading/fixes.ts';
import { codeWord, eventsInside } from '../reading/inner-code.ts';
import { isExisting, isIdle } from '../reading/tables.ts';
import { statementsOf } from '../reading/trees.ts';
import { blockingLocks, evidence, oneLine } from '../reading/wording.ts';

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
      const hasParts = isOfParts(subject, act);
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
      const [lock] = blockingLocks(act);
      if (lock === undefined || (act.seen?.indexBuilds.length ?? 0) === 0) continue;
      yield {
        act,
        table: namedByIdentity(lock.relation),
        focus: namedByIdentity(event.identity).name,
        message: `${codeWord(act)} builds index ${event.identity}, which keeps every INSERT, UPDATE and DELETE on ${lock.relation} waiting`,
        notes: evidence(act),
        hint: [
          'CREATE INDEX CONCURRENTLY cannot run inside a block: write it as a statement.',
          runnerWords(subject.history).outside,
        ],
      };
    }
  },
};
