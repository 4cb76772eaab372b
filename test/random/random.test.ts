import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { testArena } from '../judge/arena.ts';
import { startDumper } from '../judge/dump.ts';
import { pgDumpJudge } from '../judge/pg-dump.ts';
import { ownJudge, ownPlanner } from '../judge/strata.ts';
import { tryCase } from '../judge/trial.ts';
import { change, recipe } from './recipe.ts';
import { soup } from './soup.ts';
import { writeSchema } from './write.ts';

/** The same schemas in every run: a failure is somebody's change, never bad luck. */
const seed = 20_240_229;

const arena = testArena();
const dumper = startDumper();
afterAll(() => dumper[Symbol.asyncDispose]());

test('every random schema loads', async () => {
  const loads = fc.asyncProperty(recipe, async (made) => {
    await using database = await arena.createDatabase();
    expect(await database.session.run(writeSchema(made))).not.toHaveProperty('error');
  });
  await fc.assert(loads, { numRuns: 100, seed });
}, 240_000);

test('a plan turns a random schema into a changed one and back', async () => {
  const judges = [ownJudge(), pgDumpJudge(dumper)];
  const roundTrips = fc.asyncProperty(change, async ({ before, after }) => {
    const subject = { name: 'random', before: writeSchema(before), after: writeSchema(after), renames: [] };
    const complaints = await tryCase(arena, judges, ownPlanner, subject);
    expect(complaints.join('\n\n'), `${subject.before}\n-- becomes\n${subject.after}`).toBe('');
  });
  await fc.assert(roundTrips, { numRuns: 25, seed });
}, 240_000);

/** The statements that PostgreSQL takes one after the other in one transaction, as a script. */
async function taken(statements: readonly string[]): Promise<string> {
  await using database = await arena.createDatabase();
  const { session } = database;
  const kept: string[] = [];
  await session.run('BEGIN');
  for (const statement of statements) {
    await session.run('SAVEPOINT tried');
    const { error } = await session.run(statement);
    if (error === undefined) kept.push(statement);
    await session.run(error === undefined ? 'RELEASE tried' : 'ROLLBACK TO tried; RELEASE tried');
  }
  await session.run('ROLLBACK');
  return kept.map((statement) => `${statement};\n`).join('');
}

test('a plan turns statements thrown together into others and back', async () => {
  await using server = await arena.createDatabase();
  await server.session.run('CREATE ROLE soup_a; CREATE ROLE soup_b');
  const judges = [ownJudge(), pgDumpJudge(dumper)];
  const roundTrips = fc.asyncProperty(soup, async (statements) => {
    const [before, after] = [await taken(statements.before), await taken(statements.after)];
    const complaints = await tryCase(arena, judges, ownPlanner, { name: 'soup', before, after, renames: [] });
    expect(complaints.join('\n\n'), `${before}\n-- becomes\n${after}`).toBe('');
  });
  await fc.assert(roundTrips, { numRuns: 8, seed, endOnFailure: true });
}, 240_000);
