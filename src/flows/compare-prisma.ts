import { prismaMend, prismaSpot, prismaTitle } from '../declared/prisma-side.ts';
import { type PrismaSchema, readPrisma } from '../declared/read-prisma.ts';
import { planChanges } from '../diff/plan.ts';
import { planRenames } from '../diff/renames.ts';
import { tellStory } from '../explain/story.ts';
import { StrataError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import type { Step } from '../model/plan.ts';
import type { Schema } from '../model/schema.ts';
import { brokenHistory, type DeclaredCase, type DeclaredReport } from './compare-declared.ts';
import { declaredDifferences } from './declared-differences.ts';
import { type DeclaredSide, declaredFindings } from './declared-findings.ts';
import {
  aloneNote,
  type LoadedPrisma,
  loadPrisma,
  prismaProblems,
  type RefusedDeclaration,
} from './load-prisma.ts';

/** Validates a Prisma schema as Prisma would, and compares it with the migrations in what its language can say. */
export async function comparePrisma(path: string, one: DeclaredCase): Promise<DeclaredReport> {
  const { root, settings, history, rehearsal, shown } = one;
  const prisma = await readPrisma(path, root.dir);
  const problems = prismaProblems(prisma);
  if (problems.length > 0) return { findings: problems, notChecked: [] };
  const broken = brokenHistory(one);
  if (broken !== undefined) return { findings: [], notChecked: [broken] };
  const schema = await rehearsal.schema();
  const loaded = await loadPrisma(prisma, schema, { settings, platform: history.platform });
  const findings = declaredFindings(
    { disagreements: loaded.disagreements, steps: stepsTo(loaded, schema) },
    sideOf(prisma, schema, shown),
    history,
    tellStory(history, rehearsal.trace),
  );
  return {
    findings: [...loaded.refused.map((refused) => refusedFinding(refused, shown)), ...findings],
    notChecked: aloneNote(loaded.alone, shown),
    differences: declaredDifferences(loaded.disagreements),
  };
}

/** The way to the schema; none where the changes wait for each other, which a plan will say. */
function stepsTo({ goal, renames }: LoadedPrisma, history: Schema): readonly Step[] {
  try {
    return [...planRenames(history, renames), ...planChanges(history, goal).steps];
  } catch (error) {
    if (error instanceof StrataError) return [];
    throw error;
  }
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

/** A declaration that PostgreSQL does not take beside what the migrations make: most often a type or function that is nowhere made. */
function refusedFinding({ sql, message }: RefusedDeclaration, shown: string): Finding {
  return {
    rule: 'invalid-declared-schema',
    severity: 'error',
    message: `What ${shown} declares cannot be made: ${message}.`,
    notes: [`In ${sql.split('\n').slice(0, 2).join(' ')}`],
    hint: 'Make in a migration what it names, or declare the extension that brings it.',
  };
}
