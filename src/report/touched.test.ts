import { expect, test } from 'vitest';
import type { ProjectReport } from '../model/report.ts';
import type { MigrationTrace, ObjectEvent, SqlError } from '../model/trace.ts';
import { timelineSection } from './html/timeline.ts';
import { noPaint } from './paint.ts';
import { sampleReport } from './sample.suite.ts';
import { timelineReport } from './timeline.ts';
import { touchedObjects, touchedSummary } from './touched.ts';

function created(type: string, identity: string): ObjectEvent {
  return { action: 'create', type, identity, key: identity };
}

function migrationWith(...events: readonly ObjectEvent[]): MigrationTrace {
  const [sample] = sampleReport.projects[0]?.trace?.migrations ?? [];
  const [statement] = sample?.statements ?? [];
  if (sample === undefined || statement === undefined) throw new Error('the sample has no statement');
  return { ...sample, statements: [{ ...statement, events }] };
}

function projectWith(told: MigrationTrace): ProjectReport {
  const [sample] = sampleReport.projects;
  if (sample?.trace === undefined) throw new Error('the sample has no trace');
  return { ...sample, trace: { ...sample.trace, migrations: [told] } };
}

/** What `strata replay` says of the migration. */
function timelineOf(told: MigrationTrace): string {
  return timelineReport(projectWith(told), { paint: noPaint, width: 100 });
}

test.each(['table', 'view', 'materialized view', 'foreign table'])(
  'a column that came with its %s is told of neither on the page nor in the timeline',
  (type) => {
    const told = migrationWith(
      created(type, 'public."o.dd"'),
      created('table column', 'public."o.dd"."a.b"'),
      created('table column', 'public.old.c'),
    );
    expect(touchedObjects(told)).toEqual([
      { verb: 'creates', type, names: ['"o.dd"'] },
      { verb: 'creates', type: 'column', names: ['old.c'] },
    ]);
    expect(timelineOf(told)).toContain(`creates 1 ${type} ("o.dd"), 1 column (old.c)`);
  },
);

test('the timeline names what the page counts: what was altered, also an index, and both names of a rename', () => {
  const events: readonly ObjectEvent[] = [
    { action: 'rename', type: 'table column', identity: 'public.t.b', was: 'public.t.a', key: 'a' },
    { action: 'alter', type: 'index', identity: 'public.i', key: 'i' },
    { action: 'alter', type: 'index', identity: 'public.i', key: 'i' },
    { action: 'alter', type: 'function', identity: 'public.f(pg_catalog.int4,text)', key: 'f' },
  ];
  expect(touchedSummary(touchedObjects(migrationWith(...events)))).toBe(
    'alters 1 index, 1 function; renames 1 column',
  );
  expect(timelineOf(migrationWith(...events))).toContain(
    'alters 1 index (i), 1 function (f(int4, text)); renames t.a → b',
  );
});

test('a statement that was left out is told of, and counts for nothing', () => {
  const told = migrationWith();
  const leftOut = { code: '42501', message: 'must be superuser' } as SqlError;
  const statements = told.statements.map(({ error: _, ...one }) => ({ ...one, line: 7, leftOut }));
  const without: MigrationTrace = { ...told, outcome: 'applied', statements };
  const text = timelineOf(without);
  expect(text).toContain('line 7 was left out: must be superuser (42501)');
  expect(text).not.toContain('change no object');
  expect(timelineSection(projectWith(without), 'a').markup).toContain(
    'Line 7 was left out: must be superuser',
  );
});
