import { withoutGenerated } from '../../declared/generated-columns.ts';
import { withNewNames } from '../../declared/new-names.ts';
import { lintPrisma, prismaDdl } from '../../declared/prisma/engine.ts';
import { explainPrisma } from '../../declared/prisma/errors.ts';
import { type PrismaGoal, prismaGoal } from '../../declared/prisma/goal.ts';
import { type PrismaSchema, readPrismaSchema } from '../../declared/prisma/read.ts';
import { closeOnFailure } from '../../model/close-on-failure.ts';
import { errorOf, type Finding } from '../../model/finding.ts';
import type { Schema } from '../../model/schema.ts';
import { count } from '../../model/words.ts';
import { basisOf } from '../../replay/basis.ts';
import type { Parts } from '../../replay/parts.ts';
import type { LoadOptions } from '../rehearsal/ground.ts';
import { relativePath } from './find-projects.ts';
import type { LoadedSource } from './loaded-source.ts';
import { type OpenedDeclaration, openDeclared, type RefusedDeclaration } from './open-declared.ts';
import { assertTaken } from './refused-prisma.ts';
import type { Source } from './sources.ts';
import { unsaidFacts } from './unsaid-facts.ts';

/** The Schema that a Prisma schema asks of a history, and the declarations that do not load. */
export interface LoadedPrisma extends PrismaGoal {
  readonly refused: readonly RefusedDeclaration[];
}

/** What Prisma's own validation refuses; a schema without such findings can be loaded. */
export function prismaProblems(prisma: PrismaSchema): readonly Finding[] {
  return explainPrisma(prisma, lintPrisma(prisma.adapted));
}

/** Loads a valid Prisma schema into a throwaway database, or takes what was kept of it, and compares a history with it. */
export async function loadPrisma(
  prisma: PrismaSchema,
  history: Schema,
  load: Pick<LoadOptions, 'settings' | 'platform'>,
  parts?: Parts,
): Promise<LoadedPrisma> {
  const files = withoutGenerated(prisma, history);
  const make = async () => {
    const { engine, schema, ...rest } = await openDeclared(await prismaDdl(files), history, load);
    await engine[Symbol.asyncDispose]();
    return { ...rest, schema: { ...schema, facts: [...schema.facts] } };
  };
  const unsaid = [...unsaidFacts(history, files.map(({ text }) => text).join('\n'))];
  const inputs = [basisOf(load.settings), load.platform, files, unsaid];
  const { schema, ...rest } = await (parts === undefined ? make() : parts.kept('schema', inputs, make));
  const opened = { ...rest, schema: { ...schema, facts: new Map(schema.facts) } };
  return { ...goalBeside(history, prisma, opened), refused: rest.refused };
}

/** The goal. What could not be loaded is not compared, nor what is there before the first migration. */
function goalBeside(
  history: Schema,
  prisma: PrismaSchema,
  { schema, refused, given }: Omit<OpenedDeclaration, 'engine'>,
): PrismaGoal {
  const unknown = refused.flatMap(({ table, key }) =>
    table === undefined || key !== undefined ? [] : [table],
  );
  const unknownKeys = new Set(refused.flatMap(({ key }) => key ?? []));
  const external = new Set([...prisma.external, ...unknown, ...given]);
  return prismaGoal(history, { ...prisma, schema, external, unknownKeys });
}

/** A Prisma schema as a source, compared with what lies `beside` it: the Schema to go to from there. */
export async function loadPrismaSource(
  source: Source & { readonly kind: 'prisma' },
  beside: Schema | undefined,
  load: LoadOptions,
): Promise<LoadedSource> {
  const prisma = await readPrismaSchema(source.path, load.cwd);
  const [problem] = prismaProblems(prisma);
  if (problem !== undefined) throw errorOf(problem);
  const files = beside === undefined ? prisma.adapted : withoutGenerated(prisma, beside);
  const opened = await openDeclared(await prismaDdl(files), beside, load);
  const shown = relativePath(load.cwd, source.path);
  return closeOnFailure(opened.engine, async (engine) => {
    assertTaken(opened.refused, prisma, shown);
    const goal = beside === undefined ? undefined : goalBeside(beside, prisma, opened);
    return {
      source,
      schema: goal === undefined ? opened.schema : withNewNames(goal.goal, goal.renames),
      ground: { engine, database: engine.main },
      notes: goal === undefined ? [] : aloneNote(goal.alone, shown),
      renames: goal?.renames ?? [],
      isEmpty: prisma.outline.shapes.length === 0,
      [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
    };
  });
}

/** A sentence, without its full stop, on what the schema's language cannot express; none where there is nothing. */
export function aloneNote(alone: PrismaGoal['alone'], shown: string): readonly string[] {
  if (alone.size === 0) return [];
  const counts = [...alone].map(([word, n]) => count(n, word));
  return [`Left to the migrations alone, since ${shown} cannot say it: ${counts.join(', ')}`];
}
