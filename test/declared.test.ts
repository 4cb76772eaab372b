import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withNewNames } from '../src/declared/new-names.ts';
import { enumLines, modelLines } from '../src/declared/prisma/lines.ts';
import { type PrismaSchema, readPrismaSchema } from '../src/declared/prisma/read.ts';
import { diffSchemas } from '../src/diff/diff.ts';
import { plainSettings } from '../src/flows/plain-settings.suite.ts';
import { planTransition } from '../src/flows/proof/plan-transition.ts';
import { applySteps } from '../src/flows/rehearsal/apply-steps.ts';
import { type LoadOptions, readDatabase } from '../src/flows/rehearsal/ground.ts';
import { loadPrisma, prismaProblems } from '../src/flows/sources/load-prisma.ts';
import { loadSource } from '../src/flows/sources/load-source.ts';
import { parseSource } from '../src/flows/sources/sources.ts';
import { askPrisma } from './judge/prisma.ts';
import { judgedLines, keptLines, linesOf } from './judge/prisma-lines.ts';
import { directory } from './strata.ts';

const cases = resolve(import.meta.dirname, '../cases/declared');

const load: LoadOptions = {
  cwd: cases,
  platform: 'none',
  settings: { ...plainSettings, cache: true },
};

describe.each(readdirSync(cases))('cases/declared/%s', (name) => {
  test('says what Prisma itself says, and its plan leaves nothing to say', { timeout: 60_000 }, async () => {
    const dir = join(cases, name);
    const prisma = await readCase(dir);
    expect(prismaProblems(prisma)).toEqual([]);
    await using history = await loadSource(await parseSource(join(dir, 'history.sql'), cases), load);
    const { engine, database } = history.ground!;
    const found = await loadPrisma(prisma, history.schema, load);
    expect(found.refused).toEqual([]);

    const own = linesOf(found.disagreements);
    const judged = judgedLines(await ask(database.url!, prisma));
    const theirs = exceptions(dir);
    expect([...own, ...theirs].sort()).toEqual([...judged].sort());

    const clone = await engine.createDatabase({ like: database });
    const goal = withNewNames(found.goal, found.renames);
    const plan = await planTransition(history.schema, goal, history.ground, {
      ...load,
      renames: found.renames,
      online: false,
    });
    expect(await applySteps(clone, 'owner', plan.steps)).toBeUndefined();
    const reached = await readDatabase(clone, load);
    expect(diffSchemas(reached, goal)).toEqual([]);
    const after = await loadPrisma(prisma, reached, load);
    expect(after.disagreements.filter(({ isMinor, ids }) => !isMinor && ids.length > 0)).toEqual([]);
    const left = judgedLines(await ask(clone.url!, prisma));
    expect(
      left.filter((line) => !theirs.includes(line) && !keptLines(found.disagreements).includes(line)),
    ).toEqual([]);
  });
});

test.each(['defaults', 'native-types', 'hand-written', 'escapes'])(
  'the models that it offers for tables of the history declare them: %s',
  { timeout: 60_000 },
  async (name) => {
    await using history = await loadSource(await parseSource(join(cases, name, 'history.sql'), cases), load);
    const facts = [...history.schema.facts.values()];
    const empty = { shapes: [], prefix: 'db' };
    const blocks = [
      'datasource db {\n  provider = "postgresql"\n}',
      ...facts.filter(({ kind }) => kind === 'enum').map((fact) => enumLines(empty, history.schema, fact)),
      ...facts.filter(({ kind }) => kind === 'table').map((fact) => modelLines(empty, history.schema, fact)),
    ];
    using project = directory({ 'schema.prisma': `${blocks.join('\n\n')}\n` });
    const prisma = await readPrismaSchema(join(project.path, 'schema.prisma'), project.path);
    expect(prismaProblems(prisma)).toEqual([]);
    expect(await loadPrisma(prisma, history.schema, load)).toMatchObject({ disagreements: [], refused: [] });
  },
);

async function readCase(dir: string): Promise<PrismaSchema> {
  return readPrismaSchema(
    existsSync(join(dir, 'schema')) ? join(dir, 'schema') : join(dir, 'schema.prisma'),
    dir,
  );
}

function ask(url: string, { adapted, scope }: PrismaSchema): Promise<string> {
  return askPrisma(url, adapted, (scope.schemas ?? ['public']).join(', '));
}

/** What Prisma reports and Strata does not, a line each, with the reason behind `--`. */
function exceptions(dir: string): readonly string[] {
  const file = join(dir, 'prisma-only.txt');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.replace(/\s*--.*$/, ''))
    .filter((line) => line !== '');
}
