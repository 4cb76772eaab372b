import { expect, test } from 'vitest';
import { testArena } from '../../../test/judge/arena.ts';
import { readSchema } from '../../catalog/read-schema.ts';
import type { Schema } from '../../model/schema.ts';
import { notModelledBetween } from './not-modelled.ts';

const { holding } = testArena();

async function schemaOf(sql: string): Promise<Schema> {
  await using database = await holding(sql);
  return await readSchema(database.session);
}

const parent = 'CREATE TABLE p (a int, b int);';

test('a child that has columns of its own besides the inherited ones on both sides is no matter', async () => {
  const merged = await schemaOf(`${parent} CREATE TABLE c (a int) INHERITS (p)`);
  expect(notModelledBetween(await schemaOf(parent), merged)).toEqual([]);
  expect(notModelledBetween(merged, merged)).toEqual([]);
});

test('a column that a child would get or lose besides the inherited one is told of once', async () => {
  const inherited = await schemaOf(`${parent} CREATE TABLE c () INHERITS (p)`);
  const merged = await schemaOf(`${parent} CREATE TABLE c (a int) INHERITS (p)`);
  const told = [{ type: 'own copy of an inherited column', identity: 'public.c.a' }];
  expect(notModelledBetween(inherited, merged)).toEqual(told);
  expect(notModelledBetween(merged, inherited)).toEqual(told);
});
