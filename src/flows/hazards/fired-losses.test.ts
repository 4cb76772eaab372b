import { expect, test } from 'vitest';
import type { StatementTrace, Trace } from '../../model/trace.ts';
import { historyOf } from '../../replay/rehearsal.suite.ts';
import { readSubject } from '../../rules/subject.ts';
import { loadParser } from '../../sql/parse.ts';
import { firedLosses } from './fired-losses.ts';
import { rowLosses } from './row-losses.ts';

/** What a rehearsal would have seen of a statement: an engine takes longer over thousands of tables than the test may. */
function seen(index: number, relation?: string): StatementTrace {
  const locks = relation === undefined ? [] : [{ relation, relkind: 'r', mode: 'RowExclusiveLock' as const }];
  const nothing = { rewrites: [], verifies: [], indexBuilds: [], indexedTables: [], events: [], notices: [] };
  return { index, start: 0, end: 0, line: index, ms: 0, locks, ...nothing };
}

test('what thousands of statements of one transaction destroy is foreseen in a moment', {
  timeout: 120_000,
}, async () => {
  await loadParser();
  const tables = Array.from({ length: 5_000 }, (_, i) => `t${i}`);
  const history = historyOf(
    [
      `CREATE FUNCTION clean() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM t0; RETURN NULL; END $$;
CREATE TRIGGER trims AFTER DELETE ON t4999 EXECUTE FUNCTION clean();`,
      tables.map((table) => `DELETE FROM ${table} WHERE id = 1;`).join('\n'),
    ],
    { runner: 'prisma' },
  );
  const statements = [[seen(1), seen(2)], tables.map((table, i) => seen(i + 1, `public.${table}`))];
  const trace: Trace = {
    engine: { kind: 'native', version: '18.0' },
    superuser: false,
    migrations: statements.map((all, i) => {
      return {
        migration: history.migrations[i]!.name,
        outcome: 'applied',
        ms: 0,
        statements: all,
        leaks: [],
        leftovers: [],
      };
    }),
    standIns: [],
    setupLeftOut: [],
  };
  const subject = readSubject(history, trace, undefined, {});
  for (const { trees } of subject.acts) expect(trees).toHaveLength(1);
  const before = process.cpuUsage();
  expect(rowLosses(subject)).toHaveLength(5_000);
  expect(firedLosses(subject, 1).map(({ act, message }) => [act.index, message])).toEqual([
    [5_000, 'Rows of t0 are deleted by trigger trims of t4999.'],
  ]);
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(10);
});
