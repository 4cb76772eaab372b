import { expect, test } from 'vitest';
import { testArena } from '../../../test/judge/arena.ts';
import { hashLive } from './read-live.ts';

const { holding } = testArena();

test('a database hashes otherwise when anything of it has changed, also what no definition says', async () => {
  await using database = await holding('CREATE TABLE p (a int); CREATE TABLE c (a int) INHERITS (p)');
  const hash = () => hashLive(database.session, { self: 'postgres' });
  const before = await hash();
  expect(await hash()).toBe(before);
  await database.session.query('CREATE TABLE o (); ALTER TABLE c NO INHERIT p');
  await database.session.query('DROP TABLE o; ALTER TABLE c INHERIT p');
  expect(await hash()).toBe(before);
  await database.session.query('DROP TABLE c; CREATE TABLE c () INHERITS (p)');
  expect(await hash()).not.toBe(before);
});
