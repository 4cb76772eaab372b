import { expect, test } from 'vitest';
import { ObjectNames, relationClass } from './object-names.ts';

test('a column with a dot in its name belongs to its table, also where the table was there before', () => {
  const events = new ObjectNames().command({
    kind: 'command',
    tag: 'ALTER TABLE',
    classId: relationClass,
    objectId: 20000,
    subId: 1,
    type: 'table column',
    identity: 'public."o.dd"."a.b"',
    columns: { 1: 'a.b' },
  });
  expect(events.map(({ identity }) => identity)).toEqual(['public."o.dd"."a.b"']);
});
