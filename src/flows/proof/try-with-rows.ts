import type { ServerError } from '../../db/session.ts';
import type { ActAs, Database } from '../../engine/engine.ts';
import { nameOf } from '../../model/object-id.ts';
import type { Step } from '../../model/plan.ts';
import { qualifiedName } from '../../postgres/identifier.ts';
import type { Ground } from '../rehearsal/ground.ts';
import { insertSampleRows, type SampleRows } from './sample-rows.ts';

/** Sample rows made a statement fail; real rows may do the same. */
export interface StoppedByRows {
  readonly kind: 'stopped-by-rows';
  /** Qualified and quoted; undefined where the server did not say. */
  readonly table: string | undefined;
  readonly message: string;
}

/** The result of a try on a clone with sample rows. */
interface Tried<T> {
  readonly result: T;
  /** Tables that held no rows in the try that succeeded, sorted. */
  readonly withoutRows: readonly string[];
  /** The earlier tries that rows had stopped. */
  readonly stops: readonly StoppedByRows[];
}

/** After so many stops the next try has no rows at all: a schema may have hundreds of tables. */
const mostStops = 8;

/**
 * Runs `work` on a clone that holds sample rows. Where rows stop it, their table is left empty and it runs again on
 * another clone, in the end without any rows. Rows are put in by the role that acts.
 */
export async function tryWithRows<T extends object>(
  { engine, database }: Ground,
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

/** The stop that sample rows have caused; undefined where there are none, or where the error is about something else. */
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

/**
 * Whether an error is about data: by its SQLSTATE, or because the step may fail on data. Types of extensions have SQLSTATEs of
 * their own.
 */
export function isAboutRows({ code }: ServerError, step?: Step): boolean {
  return /^2[23]/.test(code) || step?.hazards.some(({ kind }) => kind === 'may-fail') === true;
}
