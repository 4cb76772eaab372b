import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Arena, openArena } from '../judge/arena.ts';
import { recipe } from './recipe.ts';
import { writeSchema } from './write.ts';

let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
});
afterAll(async () => {
  await arena[Symbol.asyncDispose]();
});

test('every random schema loads', async () => {
  const wholeThenFew = fc.asyncProperty(recipe, async (made) => {
    await using database = await arena.createDatabase();
    expect(await database.session.run(writeSchema(made))).not.toHaveProperty('error');
  });
  await fc.assert(wholeThenFew, { numRuns: 300, seed: 1 });
}, 120_000);
