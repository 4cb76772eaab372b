import { expect, test } from 'vitest';
import { testArena } from '../../test/judge/arena.ts';
import { callsVolatile, volatilityOf } from './volatility.ts';

const arena = testArena();

test('what is said of functions is what PostgreSQL and its extensions say of them', async () => {
  await using database = await arena.holding('CREATE EXTENSION pgcrypto; CREATE EXTENSION "uuid-ossp"');
  const functions = await database.session.query<{ name: string; volatility: string }>(
    `SELECT DISTINCT proname::text AS name, CASE provolatile WHEN 'v' THEN 'VOLATILE' WHEN 's' THEN 'STABLE' END AS volatility
     FROM pg_proc`,
  );
  const told = functions.filter(({ name }) => volatilityOf(name) !== undefined);
  expect(told.length).toBeGreaterThan(20);
  expect(told.filter(({ name, volatility }) => volatility !== volatilityOf(name))).toEqual([]);
});

test('an expression that calls for chance differs from row to row, one that only computes does not', () => {
  expect(callsVolatile("extensions.uuid_generate_v4()::text || 'x'")).toBe(true);
  expect(callsVolatile("uuid_generate_v5(uuid_ns_url(), 'x'::text)")).toBe(false);
  expect(callsVolatile('now()')).toBe(false);
});
