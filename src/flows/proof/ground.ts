import type { ServerError } from '../../db/session.ts';
import type { ActAs, Database, Engine } from '../../engine/engine.ts';
import { nameOf } from '../../model/object-id.ts';
import type { Step } from '../../model/plan.ts';
import type { Fact, Schema } from '../../model/schema.ts';
import { qualifiedName, splitIdentifier } from '../../postgres/identifier.ts';
import { createRoles, createTablespaces } from '../../replay/on-behalf.ts';
import { insertSampleRows, type SampleRows } from './sample-rows.ts';

/** The starting point of a proof: a throwaway database that nobody is connected to. */
export interface ProofGround {
  readonly engine: Engine;
  readonly database: Database;
}

/** Sample rows stopped what ran: real rows may do the same. */
export interface StoppedByRows {
  readonly kind: 'stopped-by-rows';
  /** Qualified and quoted; undefined where the server did not say. */
  readonly table: string | undefined;
  readonly message: string;
}

/** What was tried on a clone with sample rows. */
export interface Tried<T> {
  readonly result: T;
  /** Tables that held no rows in the try that came through, sorted. */
  readonly withoutRows: readonly string[];
  /** What rows had stopped before. */
  readonly stops: readonly StoppedByRows[];
}

/** After so many stops no row is left: a schema may have hundreds of tables. */
const mostStops = 8;

/**
 * Runs `work` on a clone that holds sample rows. Where rows stop it, their table is left empty and it runs again on
 * another clone, in the end without any rows. Rows are put in by the role that acts.
 */
export async function tryWithRows<T extends object>(
  { engine, database }: ProofGround,
  as: ActAs,
  work: (clone: Database, sample: SampleRows) => Promise<T | StoppedByRows>,
): Promise<Tried<T>> {
  const leaveOut = new Set<string>();
  const stops: StoppedByRows[] = [];
  for (;;) {
    const clone = await engine.createDatabase({ like: database });
    try {
      const sample = await fill(clone, as, leaveOut);
      const result = await work(clone, sample);
      if (!isStopped(result)) return { result, withoutRows: sample.empty, stops };
      stops.push(result);
      const blamed = sample.filled.filter(({ name }) => name === result.table);
      const left = blamed.length > 0 && stops.length < mostStops ? blamed : sample.filled;
      for (const { name } of left) leaveOut.add(name);
    } finally {
      await clone.drop();
    }
  }
}

async function fill(clone: Database, as: ActAs, leaveOut: ReadonlySet<string>): Promise<SampleRows> {
  // Checks and defaults call functions of the user's: never as superuser, unless told to.
  await using session = await clone.connect(as, { guarded: false });
  return await insertSampleRows(session, leaveOut);
}

function isStopped(result: object): result is StoppedByRows {
  return 'kind' in result && result.kind === 'stopped-by-rows';
}

/** Blames sample rows where the server did not accept data; undefined where there are none, or it was something else. */
export function stoppedByRows(
  error: ServerError,
  sample: SampleRows,
  step?: Step,
): StoppedByRows | undefined {
  // Code of the user's runs where there are rows for it.
  if (sample.filled.length === 0 || !(isAboutRows(error, step) || error.context !== undefined))
    return undefined;
  const table = step && nameOf(step.object);
  const named =
    error.schema === undefined || error.table === undefined
      ? table
      : qualifiedName(error.schema, error.table);
  return { kind: 'stopped-by-rows', table: named, message: error.message };
}

/** Whether data was refused, by its code or where the step may fail on data: types of extensions have codes of their own. */
export function isAboutRows({ code }: ServerError, step?: Step): boolean {
  return /^2[23]/.test(code) || step?.hazards.some(({ kind }) => kind === 'may-fail') === true;
}

/** Roles and tablespaces belong to servers, not to schemas: a proof makes those that a Schema names and its server lacks. */
export async function createServerThings(engine: Engine, schema: Schema): Promise<void> {
  const named = new Set([...schema.facts.values()].flatMap(rolesIn));
  const tablespaces = new Set(
    [...schema.facts.values()].flatMap(({ definition: { tablespace } }) =>
      typeof tablespace === 'string' ? splitIdentifier(tablespace) : [],
    ),
  );
  if (named.size === 0 && tablespaces.size === 0) return;
  await using admin = await engine.main.connect('superuser');
  await createRoles(admin, [...named].sort());
  await createTablespaces(admin, [...tablespaces].sort());
}

const pseudoRoles = new Set(['PUBLIC', 'CURRENT_USER', 'CURRENT_ROLE', 'SESSION_USER']);

/** Names of roles, unquoted: owners, those a policy or a user mapping is for, grantees. */
function rolesIn({ kind, name, definition }: Fact): readonly string[] {
  const roles: string[] = [];
  const mapped = kind === 'user-mapping' ? /^FOR ("(?:[^"]|"")+"|\S+) SERVER /.exec(name)?.[1] : undefined;
  if (mapped !== undefined) roles.push(mapped);
  for (const property of ['owner', 'role', 'roles', 'grantee', 'user']) {
    const value = definition[property];
    if (Array.isArray(value)) roles.push(...value);
    else if (typeof value === 'string') roles.push(value);
  }
  for (const property of ['granted', 'revoked']) {
    const entries = definition[property];
    if (!Array.isArray(entries)) continue;
    for (const entry of entries as readonly string[])
      roles.push(/^("(?:[^"]|"")+"|\S+) /.exec(entry)?.[1] ?? 'PUBLIC');
  }
  return roles.filter((role) => !pseudoRoles.has(role)).flatMap((role) => splitIdentifier(role).slice(0, 1));
}
