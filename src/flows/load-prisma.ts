import { withNewNames } from '../declared/new-names.ts';
import { lintPrisma, prismaDdl } from '../declared/prisma-engine.ts';
import { explainPrisma } from '../declared/prisma-errors.ts';
import { type PrismaGoal, prismaGoal } from '../declared/prisma-goal.ts';
import { type PrismaSchema, readPrisma } from '../declared/read-prisma.ts';
import { planChanges } from '../diff/plan.ts';
import type { Engine } from '../engine/engine.ts';
import { openEngine } from '../engine/open.ts';
import { adaptSql } from '../engine/stubs/stubs.ts';
import { StrataError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import type { ObjectId } from '../model/object-id.ts';
import type { Fact, FactKind, Schema } from '../model/schema.ts';
import { readDatabase } from '../replay/history-schema.ts';
import { setUpServer } from '../replay/server-setup.ts';
import { splitStatements } from '../sql/split.ts';
import { actingRole, type Loaded, type LoadOptions } from './load-source.ts';
import { createServerThings } from './proof-ground.ts';
import type { Source } from './sources.ts';

/** A statement of a declared schema that the server does not take, with its reason. */
export interface RefusedDeclaration {
  readonly sql: string;
  readonly message: string;
}

/** Where a Prisma schema wants a history to go, and what of it does not load. */
export interface LoadedPrisma extends PrismaGoal {
  readonly refused: readonly RefusedDeclaration[];
}

/** What Prisma's own validation refuses; a schema without such findings can be loaded. */
export function prismaProblems(prisma: PrismaSchema): readonly Finding[] {
  return explainPrisma(prisma, lintPrisma(prisma.adapted));
}

/** Loads a valid Prisma schema into a throwaway database and compares a history with it. */
export async function loadPrisma(
  prisma: PrismaSchema,
  history: Schema,
  load: Pick<LoadOptions, 'settings' | 'platform'>,
): Promise<LoadedPrisma> {
  const { engine, schema, refused } = await openPrisma(prisma, history, load);
  await engine[Symbol.asyncDispose]();
  return { ...prismaGoal(history, { ...prisma, schema }), refused };
}

/** A Prisma schema as a source, compared with what lies `beside` it: the Schema to go to from there. */
export async function loadPrismaSource(
  source: Source & { readonly kind: 'prisma' },
  beside: Schema | undefined,
  load: LoadOptions,
): Promise<Loaded> {
  const prisma = await readPrisma(source.path, load.cwd);
  const [problem] = prismaProblems(prisma);
  if (problem !== undefined) {
    const { message, where, hint } = problem;
    throw new StrataError('project', message, {
      ...(where === undefined ? {} : { where }),
      ...(hint === undefined ? {} : { hint }),
    });
  }
  const { engine, schema, refused } = await openPrisma(prisma, beside, load);
  const goal = beside === undefined ? undefined : prismaGoal(beside, { ...prisma, schema });
  return {
    source,
    schema: goal === undefined ? schema : withNewNames(goal.goal, goal.renames),
    throwaway: { engine, database: engine.main },
    notes: [
      ...refused.map(({ sql, message }) => `${source.shown}: ${message} (${firstLine(sql)})`),
      ...(goal === undefined ? [] : aloneNote(goal.alone, source.shown)),
    ],
    renames: goal?.renames ?? [],
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  };
}

/** What the schema's language cannot say, in one sentence; none where there is nothing. */
export function aloneNote(alone: PrismaGoal['alone'], shown: string): readonly string[] {
  if (alone.size === 0) return [];
  const counts = [...alone].map(([word, count]) => `${count} ${count === 1 ? word : plural(word)}`);
  return [`Left to the migrations alone, since ${shown} cannot say it: ${counts.join(', ')}.`];
}

function plural(word: string): string {
  if (word.endsWith('x')) return `${word}es`;
  return word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`;
}

function firstLine(sql: string): string {
  return sql.split('\n')[0] ?? sql;
}

/** An engine that holds what a schema declares, beside what the history has and the language cannot say but may use. */
async function openPrisma(
  prisma: PrismaSchema,
  history: Schema | undefined,
  load: Pick<LoadOptions, 'settings' | 'platform'>,
): Promise<{ engine: Engine; schema: Schema; refused: readonly RefusedDeclaration[] }> {
  const { settings, platform } = load;
  const ddl = await prismaDdl(prisma.adapted);
  const engine = await openEngine({
    kind: settings.engine,
    base: { platform, extensions: settings.extensions },
    ...(settings.cacheDir === undefined ? {} : { cacheDir: settings.cacheDir }),
  });
  try {
    await setUpServer(engine, settings);
    if (history !== undefined) await layGround(engine, history, load);
    const refused = await runDdl(engine, ddl, load);
    return { engine, schema: await readDatabase(engine.main, settings), refused };
  } catch (error) {
    await engine[Symbol.asyncDispose]();
    throw error;
  }
}

/** What a Prisma schema may refer to without being able to say it. */
const groundKinds: ReadonlySet<FactKind> = new Set([
  'schema',
  'extension',
  'language',
  'collation',
  'shell-type',
  'composite-type',
  'range-type',
  'base-type',
  'domain',
  'domain-constraint',
  'function',
  'procedure',
  'aggregate',
  'operator',
  'operator-family',
  'operator-class',
  'operator-family-member',
  'cast',
  'text-search-dictionary',
  'text-search-configuration',
  'text-search-template',
  'text-search-parser',
  'sequence',
]);

/** What of it does not load is left out: a declaration that needs it will say so. */
async function layGround(
  engine: Engine,
  history: Schema,
  { settings }: Pick<LoadOptions, 'settings'>,
): Promise<void> {
  const empty = await readDatabase(engine.main, settings);
  const facts = new Map([...empty.facts, ...groundFacts(history)]);
  await createServerThings(engine, { ...history, facts });
  const { steps } = planChanges(empty, { ...history, facts });
  await using session = await engine.main.connect(actingRole(settings), { guarded: false });
  for (const { sql } of steps) await session.run(adaptSql(sql));
}

function groundFacts({ facts }: Schema): ReadonlyMap<ObjectId, Fact> {
  const owned = new Set(
    [...facts.values()].filter(({ kind }) => kind === 'sequence-owner').map(({ parent }) => parent),
  );
  const ground = new Map([...facts].filter(([id, { kind }]) => groundKinds.has(kind) && !owned.has(id)));
  for (let hasChanged = true; hasChanged; ) {
    hasChanged = false;
    for (const [id, { dependsOn }] of ground) {
      if (!dependsOn.some((other) => facts.has(other) && !ground.has(other))) continue;
      ground.delete(id);
      hasChanged = true;
    }
  }
  return ground;
}

/** As a whole where that works, else statement by statement, so that one refusal hides no more than itself. */
async function runDdl(
  engine: Engine,
  ddl: string,
  { settings }: Pick<LoadOptions, 'settings'>,
): Promise<readonly RefusedDeclaration[]> {
  await using session = await engine.main.connect(actingRole(settings), { guarded: false });
  if ((await session.run(adaptSql(ddl))).error === undefined) return [];
  const refused: RefusedDeclaration[] = [];
  for (const { start, end } of splitStatements(ddl).statements) {
    const sql = ddl.slice(start, end);
    const { error } = await session.run(adaptSql(sql));
    // What the platform has made before is the platform's.
    if (error !== undefined && !['42P06', '42P07', '42710'].includes(error.code))
      refused.push({ sql, message: error.message });
  }
  return refused;
}
