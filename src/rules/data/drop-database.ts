import type { Rule } from '../../model/rule.ts';
import { statementsOf } from '../reading/trees.ts';

export const dropDatabase: Rule = {
  id: 'drop-database',
  group: 'data',
  severity: 'error',
  summary: 'A migration drops a database.',
  descendsFrom: ['squawk:ban-drop-database'],
  *judge(subject) {
    for (const { act, node } of statementsOf(subject, 'DropdbStmt', /^DROP DATABASE\b/)) {
      yield {
        act,
        focus: node.dbname,
        message: `this migration drops database \`${node.dbname}\` with all that is in it`,
        hint: 'Take the statement out: a migration changes the database that it runs in.',
      };
    }
  },
};
