import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { openEngine } from '../engine/open.ts';
import type { Schema } from '../model/schema.ts';
import type { Trace } from '../model/trace.ts';
import { chainOf } from './chain.ts';
import { forget, openRecords } from './record.ts';
import {
  cold,
  errorsOf,
  eventsOf,
  type HistoryOptions,
  historyOf,
  replay,
  statementsOf,
} from './rehearsal.suite.ts';
import { rehearse } from './rehearse.ts';

const home = mkdtempSync(join(tmpdir(), 'strata-incremental-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Each test starts with no rehearsal known; the engine's own files are shared. */
let records = openRecords(join(home, 'none'));
let count = 0;
beforeEach(() => {
  count += 1;
  records = openRecords(join(home, `rehearsals-${count}`));
});

/** Rehearses with memory, and tells which migrations really ran, and how many engines there were at a time. */
async function again(texts: readonly string[], options: HistoryOptions & { readsSchema?: boolean } = {}) {
  const ran: string[] = [];
  const alive = new Set<Engine>();
  let mostAlive = 0;
  const rehearsal = await rehearse(historyOf(texts, options), {
    ...cold,
    code: `incremental ${count}`,
    records,
    cacheDir: home,
    readsSchema: options.readsSchema ?? false,
    openEngine: async (wanted) => {
      const engine = await openEngine(wanted);
      alive.add(engine);
      mostAlive = Math.max(mostAlive, alive.size);
      const dispose = async () => {
        await engine[Symbol.asyncDispose]();
        alive.delete(engine);
      };
      return { ...engine, [Symbol.asyncDispose]: dispose };
    },
    onProgress: (progress) => {
      if (progress.kind === 'migration') ran.push(progress.name);
    },
  });
  return { ...rehearsal, ran, mostAlive, left: alive.size };
}

/** A trace without its times, and without the order of oids: two runs are equal if these are. */
function timeless(trace: Trace): unknown {
  return JSON.parse(JSON.stringify(trace), (key, value) => (key === 'ms' || key === 'key' ? 0 : value));
}

const history = [
  'CREATE TABLE a (id int PRIMARY KEY, "oldName" text);',
  'CREATE TABLE b (a int REFERENCES a); CREATE VIEW v AS SELECT id FROM a;',
  'ALTER TABLE a RENAME COLUMN "oldName" TO name; INSERT INTO a VALUES (1, \'x\');',
];

test('nothing changed: no engine is started, and the trace is the same', async () => {
  const first = await again(history);
  const second = await again(history);
  expect(first).toMatchObject({ startedEngine: true, reused: 0, ran: ['1', '2', '3'] });
  expect(second).toMatchObject({ startedEngine: false, reused: 3, ran: [] });
  expect(second.trace).toEqual(first.trace);
});

test('one added: only that one runs, and the trace is that of a cold run but for times', async () => {
  await again(history);
  const longer = [
    ...history,
    'ALTER TABLE a RENAME COLUMN name TO title; ALTER TABLE b ADD COLUMN n int; DROP VIEW v;',
  ];
  const warm = await again(longer);
  expect(warm).toMatchObject({ reused: 3, ran: ['4'] });
  const { trace } = await replay(longer);
  expect(timeless(warm.trace)).toEqual(timeless(trace));
  expect(eventsOf(statementsOf(warm.trace)[0])).toContain(
    'rename table column public.a.name -> public.a.title',
  );
});

test('the last one edited again and again: from the second time on only that one runs', async () => {
  await again(history);
  const edited = (n: number) => [...history.slice(0, 2), `ALTER TABLE a ADD COLUMN c${n} int;`];
  const first = await again(edited(1));
  const second = await again(edited(2));
  // It was restarted before the last one.
  expect(first).toMatchObject({ ran: ['1', '2', '3'], mostAlive: 1, left: 0 });
  expect(second).toMatchObject({ reused: 2, ran: ['3'] });
  expect(timeless(second.trace)).toEqual(timeless((await replay(edited(2))).trace));
});

test('one that fails: what came before it is kept, and its mending runs from there', async () => {
  const broken = [...history, 'ALTER TABLE nope ADD COLUMN x int;', 'CREATE TABLE late (a int);'];
  const first = await again(broken);
  expect(errorsOf(first.trace)).toEqual(['4.1: 42P01']);
  expect((await again(broken)).startedEngine).toBe(false);
  const mended = await again([...history, 'ALTER TABLE a ADD COLUMN x int;', broken[4] as string]);
  expect(mended).toMatchObject({ reused: 3, ran: ['4', '5'] });
  expect(errorsOf(mended.trace)).toEqual([]);
});

test.each([
  ['at the end', history, '3'],
  ['in the middle of an edited one', [history[0]!, `${history[1]} SELECT 1;`, history[2]!], '2'],
])('a place that takes no snapshot costs a rehearsal only its memory, %s', async (_, edited, last) => {
  const cacheDir = mkdtempSync(join(home, 'full-'));
  const clusters = join(cacheDir, 'clusters');
  const told: string[] = [];
  const makeRoom = () => {
    rmSync(clusters);
    renameSync(`${clusters}-away`, clusters);
  };
  const run = (texts: readonly string[], isFull: boolean, mustKeep = false) =>
    rehearse(historyOf(texts), {
      ...cold,
      code: `full ${last}`,
      records: mustKeep ? openRecords(join(cacheDir, 'others')) : records,
      cacheDir,
      mustKeep,
      onProgress: (progress) => {
        if (progress.kind === 'engine' && progress.message.startsWith('nothing is kept')) {
          told.push(progress.message);
          makeRoom();
        } else if (isFull && told.length === 0 && progress.kind === 'migration' && progress.name === last) {
          renameSync(clusters, `${clusters}-away`);
          writeFileSync(clusters, '');
        }
      },
    });
  if (last === '2') await run(history, false);
  else {
    // Whoever is to start from the snapshot is told why there is none.
    await expect(run(edited, true, true)).rejects.toThrow(/^the migrated database was not kept: ENOTDIR/);
    makeRoom();
  }
  expect(errorsOf((await run(edited, true)).trace)).toEqual([]);
  expect(told).toHaveLength(1);
  expect(errorsOf((await run(edited, false)).trace)).toEqual([]);
});

test('another order, name, runner or code is another rehearsal', () => {
  const base = historyOf(history);
  const chains = [
    chainOf(base, cold),
    chainOf(base, { ...cold, code: 'another' }),
    chainOf(base, { ...cold, superuser: true }),
    chainOf(base, { ...cold, engine: 'pglite' }),
    chainOf(base, { ...cold, roles: ['reader'] }),
    chainOf(base, { ...cold, extensions: { x: 'SELECT 1' } }),
    chainOf(historyOf(history, { runner: 'prisma' }), cold),
    chainOf(historyOf(history, { platform: 'supabase' }), cold),
    chainOf({ ...base, isOneTransaction: true }, cold),
    chainOf(historyOf(history.toReversed()), cold),
    chainOf(historyOf([...history.slice(0, 2), `${history[2]} `]), cold),
  ];
  expect(new Set(chains.map((chain) => chain.at(-1))).size).toBe(chains.length);
  expect(chainOf(historyOf(history.slice(0, 2)), cold)).toEqual(chainOf(base, cold).slice(0, 2));
});

test('the watch leaves nothing behind in what is kept', async () => {
  const { chain } = await again(history);
  await using engine = await openEngine({
    kind: 'native',
    base: { platform: 'none', extensions: {} },
    snapshots: [chain.at(-1) as string],
    cacheDir: home,
  });
  expect(engine.startedFrom).toBe(chain.at(-1));
  await using admin = await engine.main.connect('superuser');
  const left = await admin.query(
    `select proname as name from pg_proc where proname like '%strata%'
     union all select evtname from pg_event_trigger
     union all select nspname from pg_namespace where nspname like '%strata%'
     union all select relname from pg_class where relname like '%strata%'`,
  );
  expect(left).toEqual([]);
});

test('an unreadable record is made anew, from the longest part of the history that has one', async () => {
  await again(history.slice(0, 2));
  const { chain } = await again(history);
  records = forget(records, chain.at(-1) as string);
  expect(await again(history)).toMatchObject({ reused: 2, ran: ['3'], left: 0 });
});

const tablesOf = async (rehearsal: { schema(): Promise<Schema> }): Promise<readonly string[]> =>
  [...(await rehearsal.schema()).facts.values()]
    .filter(({ kind }) => kind === 'table' || kind === 'view')
    .map(({ name }) => name);

test('the schema is that of the history, read once and the same when nothing has changed', async () => {
  const first = await again(history, { readsSchema: true });
  const second = await again(history, { readsSchema: true });
  expect(await tablesOf(first)).toEqual(['public.a', 'public.b', 'public.v']);
  expect(second.startedEngine).toBe(false);
  expect(await second.schema()).toEqual(await first.schema());
});

test('a rehearsal that did not read the schema can still be asked for it', async () => {
  await again(history);
  expect(await tablesOf(await again(history))).toEqual(['public.a', 'public.b', 'public.v']);
});

test('the schema of a failed history holds what could be made, also when it was not read at once', async () => {
  const broken = [...history, 'CREATE TABLE c (id int); SELECT nope();', 'CREATE TABLE late (a int);'];
  const expected = ['public.a', 'public.b', 'public.c', 'public.late', 'public.v'];
  expect(await tablesOf(await again(broken))).toEqual(expected);
  expect(await tablesOf(await again(broken, { readsSchema: true }))).toEqual(expected);
});

test('what was derived from a rehearsal is made once for the same inputs', async () => {
  let made = 0;
  const derive = async (texts: readonly string[], rules: readonly string[]) =>
    (await again(texts)).kept('findings', rules, async () => {
      made += 1;
      return { made, rules };
    });
  expect(await derive(history, ['x'])).toEqual({ made: 1, rules: ['x'] });
  expect(await derive(history, ['x'])).toEqual({ made: 1, rules: ['x'] });
  expect(await derive(history, ['y'])).toEqual({ made: 2, rules: ['y'] });
  expect(await derive(history.slice(0, 2), ['y'])).toEqual({ made: 3, rules: ['y'] });
});

test('a transaction that holds more locks than a usual server has is rehearsed with room for them', async () => {
  const greedy = 'SELECT count(pg_advisory_xact_lock(n)) FROM generate_series(1, 30000) n;';
  const rehearsal = await again([...history, greedy]);
  expect(errorsOf(rehearsal.trace)).toEqual([]);
});

test('a set-up that fails leaves no server behind', async () => {
  const opened: Engine[] = [];
  const rehearsing = rehearse(historyOf(history), {
    ...cold,
    setup: 'SELECT nothing;',
    openEngine: async (options) => {
      const engine = await openEngine(options);
      opened.push(engine);
      return engine;
    },
  });
  await expect(rehearsing).rejects.toThrow(/column "nothing" does not exist/);
  expect(opened).toHaveLength(1);
  await expect(opened[0]?.main.connect('superuser')).rejects.toThrow();
});
