import type { Disagreement } from '../../src/declared/disagreement.ts';
import { withNewNames } from '../../src/declared/new-names.ts';
import { inOneDialect, readScope } from '../../src/declared/prisma/dialect.ts';
import { lintPrisma, prismaDdl } from '../../src/declared/prisma/engine.ts';
import { prismaMend } from '../../src/declared/prisma/mends.ts';
import { outlinePrisma } from '../../src/declared/prisma/outline.ts';
import type { PrismaSchema } from '../../src/declared/prisma/read.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { planTransition } from '../../src/flows/proof/plan-transition.ts';
import { applySteps } from '../../src/flows/rehearsal/apply-steps.ts';
import { type LoadOptions, readDatabase } from '../../src/flows/rehearsal/ground.ts';
import { loadPrisma, prismaProblems } from '../../src/flows/sources/load-prisma.ts';
import type { LoadedSource } from '../../src/flows/sources/loaded-source.ts';
import { hintText } from '../../src/model/hint.ts';
import type { Schema } from '../../src/model/schema.ts';
import { askPrisma } from '../judge/prisma.ts';
import { judgedLines, keptLines, linesOf, withoutPartsOf } from '../judge/prisma-lines.ts';
import { applyMends } from './prisma-mends.ts';

/** A schema of one file, called `schema.prisma`. */
export function schemaOf(text: string): PrismaSchema {
  const files = [{ name: 'schema.prisma', text }];
  const scope = readScope(files);
  return {
    files,
    adapted: inOneDialect(files),
    scope,
    outline: outlinePrisma(files, scope.name),
    external: new Set(),
  };
}

export function isValid(text: string): boolean {
  return lintPrisma(schemaOf(text).adapted).every(({ isWarning }) => isWarning);
}

export const ddlOf = (text: string) => prismaDdl(schemaOf(text).adapted);

const minus = (a: readonly string[], b: readonly string[]) => {
  const rest = [...b];
  return a.filter((line) => {
    const at = rest.indexOf(line);
    if (at !== -1) rest.splice(at, 1);
    return at === -1;
  });
};

async function ask(url: string, own: PrismaSchema): Promise<string> {
  return askPrisma(url, own.adapted, (own.scope.schemas ?? ['public']).join(', '));
}

/** What Prisma says of a database that it has just made of the same schema: nothing of it is true. */
async function unstableLines(engine: Engine, text: string): Promise<readonly string[]> {
  const fresh = await engine.createDatabase();
  try {
    await using session = await fresh.connect('owner', { guarded: false });
    await session.run(await ddlOf(text));
    return judgedLines(await ask(fresh.url!, schemaOf(text)));
  } finally {
    await fresh.drop();
  }
}

/** Prisma drops and makes again a column whose type it cannot change, and names the keys that go with it. */
function isOfRecreated(line: string, summary: string): boolean {
  const [, table, columns = ''] = /^(\S+) [+-] [a-z ]+\((.*)\)$/.exec(line) ?? [];
  const part = summary.split(/^\[\*\] Changed the /m).find((one) => one.startsWith(`\`${table}\` table`));
  return columns
    .split(', ')
    .some((column) => part?.includes(`Column \`${column}\` would be dropped and recreated`) === true);
}

/** Keys that are told of with the column that they go with. */
function carriedLines({ facts }: Schema, disagreements: readonly Disagreement[]): readonly string[] {
  return linesOf(
    disagreements.flatMap(({ carries = [] }) =>
      carries.flatMap((name) => {
        const key = facts.get(`constraint:${name}`) ?? facts.get(`index:${name}`);
        return key === undefined
          ? []
          : [
              {
                kind: 'extra' as const,
                what: key.kind,
                name,
                history: key,
                aspects: [],
                ids: [],
                isMinor: false,
              },
            ];
      }),
    ),
  );
}

/** What is wrong with what Strata says of a history and a schema, by Prisma's engine: nothing, where all is well. */
export async function tryDrift(
  history: LoadedSource,
  text: string,
  load: LoadOptions,
): Promise<readonly string[]> {
  const prisma = schemaOf(text);
  const complaints: string[] = [];
  const { engine, database } = history.ground!;
  const found = await loadPrisma(prisma, history.schema, load);
  const own = linesOf(found.disagreements);
  const summary = await ask(database.url!, prisma);
  const unstable = await unstableLines(engine, text);
  const raw = withoutPartsOf(judgedLines(summary), '+');
  const judged = minus(minus(raw, minus(unstable, own)), carriedLines(history.schema, found.disagreements));
  for (const line of minus(own, judged)) complaints.push(`ONLY STRATA ${line}`);
  for (const line of minus(judged, own))
    if (!isOfRecreated(line, summary)) complaints.push(`ONLY PRISMA ${line}`);
  if (found.refused.length > 0) return found.refused.map(({ sql, message }) => `REFUSED ${message}: ${sql}`);
  const clone = await engine.createDatabase({ like: database });
  const goal = withNewNames(found.goal, found.renames);
  try {
    const plan = await planTransition(history.schema, goal, history.ground, {
      ...load,
      renames: found.renames,
      online: false,
    });
    const refused = await applySteps(clone, 'owner', plan.steps);
    if (refused !== undefined) complaints.push(`PLAN REFUSED ${refused.step.sql}: ${refused.error.message}`);
    else {
      const after = await loadPrisma(prisma, await readDatabase(clone, load), load);
      for (const line of linesOf(
        after.disagreements.filter(({ isMinor, ids }) => !isMinor && ids.length > 0),
      ))
        complaints.push(`LEFT FOR STRATA ${line}`);
      const left = judgedLines(await ask(clone.url!, prisma));
      for (const line of minus(left, [...unstable, ...minus(judged, own), ...keptLines(found.disagreements)]))
        complaints.push(`LEFT FOR PRISMA ${line}`);
    }
  } catch (error) {
    complaints.push(`PLAN FAILED ${(error as Error).message}`);
  } finally {
    await clone.drop();
  }
  complaints.push(...(await tryMends(history, text, load, minus(judged, own))));
  return complaints;
}

/** Follows what the findings say of the schema, once more where a map that was forgotten hid something; `kept` is Prisma's alone. */
async function tryMends(
  history: LoadedSource,
  text: string,
  load: LoadOptions,
  kept: readonly string[],
): Promise<readonly string[]> {
  const { engine, database } = history.ground!;
  let mended = text;
  for (const isLast of [false, true]) {
    const prisma = schemaOf(mended);
    const { disagreements } = await loadPrisma(prisma, history.schema, load);
    const mends = disagreements.map((one) => prismaMend(prisma.outline, history.schema, one));
    const lacking = disagreements.filter((_, at) => mends[at] === undefined);
    if (lacking.length > 0) return lacking.map(({ kind, what, name }) => `NO MEND ${kind} ${what} ${name}`);
    if (disagreements.length === 0) break;
    mended = applyMends(mended, [
      ...new Set(mends.flatMap((mend) => (mend === undefined ? [] : hintText(mend)))),
    ]);
    const problems = prismaProblems(schemaOf(mended));
    if (problems.length > 0)
      return problems.map(
        ({ message, where }) => `MEND INVALID ${message} | ${mended.split('\n')[(where?.line ?? 1) - 1]}`,
      );
    if (!isLast) continue;
    const again = await loadPrisma(schemaOf(mended), history.schema, load);
    const left = linesOf(again.disagreements).map((line) => `MEND LEAVES ${line}`);
    if (left.length + again.refused.length > 0)
      return [...left, ...again.refused.map(({ sql, message }) => `MEND REFUSED ${message}: ${sql}`)];
  }
  const judged = judgedLines(await ask(database.url!, schemaOf(mended)));
  return minus(judged, [...(await unstableLines(engine, mended)), ...kept]).map(
    (line) => `MEND LEAVES FOR PRISMA ${line}`,
  );
}
