import { expect, test } from 'vitest';
import type { Drift } from '../model/drift.ts';
import { liveCommandFor } from '../model/live-project.ts';
import type { Definition } from '../model/schema.ts';
import { driftReport } from './drift.ts';
import { noPaint } from './paint.ts';

/** What is told of an object that differs so, in a project of its own directory. */
function told(history: Definition, live: Definition): string {
  const object = { kind: 'different', id: 'policy:t.p', what: 'policy', name: 't.p', ids: [], aspects: [] };
  const found = {
    ...{ dir: 'packages/api', folder: '.', shownUrl: 'URL', serverVersion: '18.4', applied: 1, ok: false },
    ledger: { schema: 'public', table: 'ledger' },
    objects: [{ ...object, history, live, cause: { kind: 'by-hand', sentence: 'By hand.' } }],
    ignored: [],
    notes: [],
  } as unknown as Drift;
  return driftReport(found, { paint: noPaint, width: 100 }, liveCommandFor(found.dir, true));
}

test('an expression that reads like an answer is told as what it is', () => {
  expect(told({ using: '(owner = me())' }, { using: 'true' })).toContain(
    'using: (owner = me()) in the migrations, true in the database',
  );
  expect(told({}, { check: 'true' })).toContain('check: nothing in the migrations, true in the database');
  expect(told({ notNull: true }, {})).toContain('not null: yes in the migrations, no in the database');
});

test('lines that changed places or came once more are told, and how many are left out', () => {
  expect(told({ labels: ['a', 'b'] }, { labels: ['b', 'a'] })).toContain(
    'labels: a, b in the migrations, b, a in the database',
  );
  expect(told({ body: 'first();\nsecond();' }, { body: 'second();\nfirst();' })).toContain(
    'body: the same lines in another order',
  );
  expect(told({ sourceText: 'a;\nb;' }, { sourceText: 'a;\nb;\na;' })).toMatch(
    /source text:\n +database {4}a;\n/,
  );
  const six = Array.from({ length: 6 }, (_, i) => `${i};`).join('\n');
  expect(told({ body: 'x;' }, { body: six })).toContain('database    and 2 more');
});

test('the project and its commands are named as they are written from where the command ran', () => {
  const report = told({ type: 'int' }, { type: 'text' });
  expect(report.split('\n')[0]).toContain('packages/api on URL');
  expect(report).toContain('strata repair packages/api --revert --live URL');
});
