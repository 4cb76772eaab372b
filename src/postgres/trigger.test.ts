import { expect, test } from 'vitest';
import { testArena } from '../../test/judge/arena.ts';
import { readFiring } from './trigger.ts';

const arena = testArena();

test.each([
  [
    '"AFTER x ON y" BEFORE UPDATE OF a, "b ""c" OR INSERT ON',
    { moment: 'BEFORE', events: ['INSERT', 'UPDATE OF a, "b ""c"'], isForEachRow: true },
  ],
  [
    'plain AFTER DELETE OR TRUNCATE ON',
    { moment: 'AFTER', events: ['DELETE', 'TRUNCATE'], isForEachRow: false },
  ],
  ['seen INSTEAD OF UPDATE ON v', { moment: 'INSTEAD OF', events: ['UPDATE'], isForEachRow: true }],
])('what PostgreSQL writes of a trigger %s is read', async (trigger, firing) => {
  const on = trigger.endsWith(' v') ? '' : ' t';
  const each = firing.isForEachRow ? 'ROW WHEN (true)' : 'STATEMENT';
  await using database = await arena.holding(
    `CREATE TABLE t (a int, "b ""c" int); CREATE VIEW v AS TABLE t;
     CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
     CREATE TRIGGER ${trigger}${on} FOR EACH ${on === '' ? 'ROW' : each} EXECUTE FUNCTION f('FOR EACH STATEMENT ')`,
  );
  const [row] = await database.session.query<{ source: string }>(
    'SELECT pg_get_triggerdef(oid) AS source FROM pg_trigger',
  );
  expect(readFiring(row!.source)).toEqual(firing);
});
