import { prismaMend } from '../../declared/prisma/mends.ts';
import { type PrismaSchema, readPrismaSchema } from '../../declared/prisma/read.ts';
import { prismaSpot, prismaTitle } from '../../declared/prisma/side.ts';
import { offerRenames } from '../../diff/renames/offers.ts';
import { tellStory } from '../../explain/story.ts';
import type { Schema } from '../../model/schema.ts';
import { groundFor } from '../rehearsal/ground.ts';
import { aloneNote, type LoadedPrisma, loadPrisma, prismaProblems } from '../sources/load-prisma.ts';
import { declaredParts } from '../sources/open-declared.ts';
import { refusedFinding } from '../sources/refused-prisma.ts';
import { brokenHistory, type DeclaredCase, type DeclaredReport } from './declared-case.ts';
import { declaredDifferences } from './declared-differences.ts';
import { type DeclaredSide, declaredFindings } from './declared-findings.ts';
import { stepsBetween } from './steps-between.ts';

/** Validates a Prisma schema as Prisma would, and compares it with the migrations in what its language can say. */
export async function comparePrisma(path: string, one: DeclaredCase): Promise<DeclaredReport> {
  const { root, settings, history, rehearsal, shown } = one;
  const prisma = await readPrismaSchema(path, root.dir);
  const parts = declaredParts(settings, root.dir, shown);
  const problems = await parts.kept('problems', prisma.adapted, async () => prismaProblems(prisma));
  if (problems.length > 0) return { findings: problems, notChecked: [] };
  if (prisma.outline.shapes.length === 0)
    return { findings: [], notChecked: [`${shown} declares no models: nothing was compared.`] };
  const broken = brokenHistory(one);
  if (broken !== undefined) return { findings: [], notChecked: [broken] };
  const schema = await rehearsal.schema();
  const loaded = await loadPrisma(prisma, schema, { settings, ...groundFor(history) }, parts);
  const findings = declaredFindings(
    {
      disagreements: loaded.disagreements,
      steps: stepsBetween(schema, loaded.goal, loaded.renames),
      offers: offerRenames(schema, loaded.goal),
    },
    sideOf(prisma, schema, shown),
    history,
    tellStory(history, rehearsal.trace),
  );
  return {
    findings: [
      ...loaded.refused
        .filter(({ follows }) => !follows)
        .map((refused) => refusedFinding(refused, prisma, shown)),
      ...findings,
    ],
    notChecked: [...notCompared(loaded), ...aloneNote(loaded.alone, shown).map((note) => `${note}.`)],
    differences: declaredDifferences(loaded.disagreements),
  };
}

function sideOf({ outline }: PrismaSchema, history: Schema, shown: string): DeclaredSide {
  return {
    shown,
    titleOf: (disagreement) => prismaTitle(outline, disagreement),
    spotOf: (disagreement) => {
      const spot = prismaSpot(outline, disagreement);
      return spot && { file: spot.file.name, text: spot.file.text, start: spot.start, end: spot.end };
    },
    mendOf: (disagreement) => prismaMend(outline, history, disagreement),
  };
}

function notCompared({ refused }: LoadedPrisma): readonly string[] {
  const tables = refused
    .flatMap(({ table, key }) => (table === undefined || key !== undefined ? [] : [table]))
    .sort();
  return tables.map((table) => `${table} was not compared, since what it needs could not be made.`);
}
