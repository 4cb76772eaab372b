import { describe, expect, test } from 'vitest';
import type { Migration, Runner, Transaction } from '../model/migration.ts';
import type { StatementTrace } from '../model/trace.ts';
import { splitStatements } from '../sql/split.ts';
import { transactionNumbers } from '../sql/transactions.ts';
import { cold, historyOf, statementsOf } from './rehearsal.suite.ts';
import { rehearse } from './rehearse.ts';

const before = "CREATE TABLE t (a int); CREATE TYPE mood AS ENUM ('fine');";
const concurrently = 'CREATE INDEX CONCURRENTLY ON t (a);';
/** Says in which transaction it runs. */
const tell = "DO $$ BEGIN RAISE NOTICE 'transaction %', pg_current_xact_id(); END $$;";

/** The transaction that a statement said it ran in; an index that is built concurrently shares it with nothing. */
function told({ notices, indexBuilds }: StatementTrace): string | undefined {
  const said = notices.find(({ message }) => message.startsWith('transaction '))?.message;
  return said ?? (indexBuilds.length > 0 ? 'a transaction of its own' : undefined);
}

/** The same numbers, counted from 1 in the order in which they come. */
function recounted(names: readonly unknown[]): readonly number[] {
  const known = [...new Set(names)];
  return names.map((name) => known.indexOf(name) + 1);
}

describe.concurrent('statements with the same number of a transaction are rehearsed in the same one', () => {
  const cases: readonly (readonly [string, Runner, Transaction | undefined, string])[] = [
    ['a block', 'goose', undefined, `${tell} ${tell}`],
    ['a block with a COMMIT of its own', 'goose', undefined, `${tell} COMMIT; ${tell} ${tell}`],
    ['one query', 'prisma', undefined, `${tell} ${tell}`],
    [
      'one query that begins a transaction late',
      'prisma',
      undefined,
      `${tell} BEGIN; ${tell} COMMIT; ${tell} ${tell}`,
    ],
    ['a pipeline', 'supabase', undefined, `${tell} ${tell}`],
    [
      'a pipeline whose first statement stands outside',
      'supabase',
      undefined,
      `${concurrently} ${tell} ${tell}`,
    ],
    [
      'a pipeline where one stands outside after a COMMIT',
      'supabase',
      undefined,
      `BEGIN; ${tell} COMMIT; ${concurrently} ${tell} ${tell}`,
    ],
    ['plain SQL', 'plain', undefined, `${tell} ${tell}`],
    [
      'plain SQL with a statement that refuses',
      'plain',
      undefined,
      `${tell} ${concurrently} ${tell} ${tell}`,
    ],
    [
      'plain SQL that uses an enum value which it adds',
      'plain',
      undefined,
      `${tell} ALTER TYPE mood ADD VALUE 'odd'; ${tell} SELECT 'odd'::mood; ${tell}`,
    ],
    [
      'statements on their own around a transaction',
      'goose',
      'autocommit',
      `${tell} BEGIN; ${tell} ${tell} COMMIT; ${tell} ${tell}`,
    ],
  ];

  test.each(cases)('%s', async (_, runner, transaction, text) => {
    const history = historyOf([before, text], {
      runner,
      ...(transaction === undefined ? {} : { transaction }),
    });
    const { trace } = await rehearse(history, cold);
    const statements = statementsOf(trace);
    expect(statements.flatMap(({ error }) => error ?? [])).toEqual([]);
    const { up, transaction: sent } = history.migrations[1] as Migration;
    const numbers = transactionNumbers(up.text, splitStatements(up.text), sent);
    const telling = statements.filter((one) => told(one) !== undefined);
    expect(recounted(telling.map(({ index }) => numbers[index - 1]))).toEqual(recounted(telling.map(told)));
  });
});
