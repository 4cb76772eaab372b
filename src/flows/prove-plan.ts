import { diffSchemas } from '../diff/diff.ts';
import { planChanges } from '../diff/plan.ts';
import { type Database, type Engine, ownerRole } from '../engine/engine.ts';
import { StrataError } from '../model/errors.ts';
import type { Change, Plan } from '../model/plan.ts';
import type { Schema } from '../model/schema.ts';
import { quoteIdentifier } from '../postgres/identifier.ts';
import { applySteps } from './apply-steps.ts';
import { actingRole, type LoadOptions, readDatabase } from './load-source.ts';
import { insertSampleRows } from './sample-rows.ts';

/** What a proof has shown, and what it could not. */
export interface Proof {
  /** Tables whose sample rows were there before, and as many afterwards. */
  readonly survived: readonly string[];
  /** Tables whose rows the plan says it destroys. */
  readonly destroyed: readonly string[];
  /** Tables that no sample row could be made for: nothing is known of their rows. */
  readonly withoutRows: readonly string[];
}

/** The starting point of a proof: a throwaway database that nobody is connected to. */
export interface ProofGround {
  readonly engine: Engine;
  readonly database: Database;
  readonly from: Schema;
  readonly to: Schema;
}

/**
 * Runs a plan on a clone of its starting point that holds sample rows, and reads it again: the difference to the goal must be
 * empty, a second plan must be empty, and rows must still be there. Throws an error that names the object where not.
 */
export async function provePlan(plan: Plan, ground: ProofGround, options: LoadOptions): Promise<Proof> {
  const { engine, database, to } = ground;
  await createMissingRoles(ground, plan);
  const clone = await engine.createDatabase({ like: database });
  try {
    const counts = await runWithRows(plan, clone, options);
    const reached = await readDatabase(clone, options);
    const left = diffSchemas(reached, to);
    if (left.length > 0) throw unproven(left);
    const again = planChanges(reached, to).steps;
    if (again.length > 0) {
      throw new StrataError('internal', `a second plan is not empty: ${again[0]?.sql}`);
    }
    return judgeRows(plan, counts);
  } finally {
    await clone.drop();
  }
}

/** Roles belong to servers, not to schemas: a proof makes those that the goal names. */
async function createMissingRoles({ engine, to }: ProofGround, plan: Plan): Promise<void> {
  const named = new Set<string>();
  for (const fact of to.facts.values()) {
    for (const [property, value] of Object.entries(fact.definition)) {
      if (property === 'owner' || property === 'role' || property === 'roles' || property === 'grantee') {
        for (const role of Array.isArray(value) ? value : [value])
          if (typeof role === 'string') named.add(role);
      }
    }
  }
  for (const { sql } of plan.steps) {
    for (const [, role] of sql.matchAll(/\b(?:OWNER TO|TO|FROM|FOR ROLE) ("(?:[^"]|"")+"|[a-z_][\w$]*)/g))
      named.add(role as string);
  }
  await using boss = await engine.main.connect('superuser');
  const known = await boss.query<{ name: string; quoted: string }>(
    'SELECT rolname::text AS name, quote_ident(rolname) AS quoted FROM pg_roles',
  );
  const knownNames = new Set(known.flatMap(({ name, quoted }) => [name, quoted]));
  const keywords = /^(public|PUBLIC|CURRENT_USER|CURRENT_ROLE|SESSION_USER)$/;
  for (const role of named) {
    if (knownNames.has(role) || keywords.test(role)) continue;
    const name = role.startsWith('"') ? role : quoteIdentifier(role);
    await boss.run(`CREATE ROLE ${name}; GRANT ${name} TO ${ownerRole}`);
  }
}

interface Counted {
  readonly name: string;
  readonly before: number;
  /** Undefined where the table is gone. */
  readonly after: number | undefined;
}

async function runWithRows(
  plan: Plan,
  clone: Database,
  options: LoadOptions,
): Promise<{ counted: readonly Counted[]; withoutRows: readonly string[] }> {
  let filled: readonly string[] = [];
  let withoutRows: readonly string[] = [];
  {
    await using boss = await clone.connect('superuser');
    const sample = await insertSampleRows(boss);
    filled = sample.filled;
    withoutRows = sample.empty;
  }
  await using session = await clone.connect(actingRole(options.settings), { guarded: false });
  const before = await countRows(clone, filled);
  const refused = await applySteps(session, plan.steps);
  if (refused !== undefined) {
    const { step, error } = refused;
    throw new StrataError(
      'internal',
      `the plan does not run: ${error.message} (${error.code}) at\n${step.sql}`,
      {
        hint: `The step that fails is about ${step.object}. Please report this with the two definitions of that object.`,
      },
    );
  }
  const after = await countRows(clone, filled);
  const counted = filled.map((name) => ({ name, before: before.get(name) ?? 0, after: after.get(name) }));
  return { counted, withoutRows };
}

async function countRows(clone: Database, tables: readonly string[]): Promise<ReadonlyMap<string, number>> {
  await using boss = await clone.connect('superuser');
  const counts = new Map<string, number>();
  for (const table of tables) {
    const rows = await boss
      .query<{ n: number }>(`SELECT count(*)::int4 AS n FROM ${table}`)
      .catch(() => undefined);
    if (rows?.[0] !== undefined) counts.set(table, rows[0].n);
  }
  return counts;
}

function judgeRows(plan: Plan, { counted, withoutRows }: Awaited<ReturnType<typeof runWithRows>>): Proof {
  const touched = new Set(plan.changes.map(({ id }) => id.slice(id.indexOf(':') + 1)));
  const survived: string[] = [];
  const destroyed: string[] = [];
  for (const { name, before, after } of counted) {
    if (after === before) survived.push(name);
    else if (isDeclaredLoss(plan, name) || (after === undefined && touched.has(name))) destroyed.push(name);
    else {
      throw new StrataError(
        'internal',
        `the plan loses rows of ${name} without saying so: ${before} before, ${after ?? 'no table'} after`,
      );
    }
  }
  return { survived, destroyed, withoutRows };
}

function isDeclaredLoss(plan: Plan, table: string): boolean {
  return plan.steps.some(
    ({ hazards, object }) =>
      object.endsWith(`:${table}`) && hazards.some(({ kind }) => kind === 'destroys-data'),
  );
}

/** The error of a plan that does not arrive, with both definitions of the first object that differs. */
function unproven(left: readonly Change[]): StrataError {
  const [first] = left as [Change, ...Change[]];
  const more = left.length > 1 ? ` and ${left.length - 1} more` : '';
  const reached = first.kind === 'create' ? 'nothing' : JSON.stringify(first.before.definition);
  const wanted = first.kind === 'drop' ? 'nothing' : JSON.stringify(first.after.definition);
  return new StrataError(
    'internal',
    `the plan does not arrive: ${first.id}${more} still differs\n  reached: ${reached}\n  wanted:  ${wanted}`,
    {
      hint: 'Nothing was written. This is a gap of Strata: please report it with both definitions.',
    },
  );
}
