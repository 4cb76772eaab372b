import type { RunResult, ServerError, Session } from '../db/session.ts';
import type { Database } from '../engine/engine.ts';
import type { Script } from '../sql/split.ts';
import { guard, type Part, type Send } from './compose.ts';
import { needsMoreRights } from './missing-rights.ts';
import { isGranted, runOnBehalf } from './on-behalf.ts';

/** How parts of a send ended. */
interface PartsResult extends RunResult {
  /** What was said of guarded statements that need more rights than the role has: they were taken back, and the rest went on. */
  readonly passedOver: ReadonlyMap<number, ServerError>;
}

/**
 * Runs a send as one query. Raised statements run apart, within the same block, and a query begins with each
 * guarded one. `completed` and the position of an error count as if everything were one query.
 */
export async function runParts(
  database: Database,
  session: Session,
  { text, raised, parts }: Send,
): Promise<PartsResult> {
  const passedOver = new Map<number, ServerError>();
  let completed = 0;
  for (const group of groupsOf(parts, raised)) {
    for (let left = group; left.length > 0; ) {
      const result = await runGroup(database, session, { text, raised }, left);
      completed += result.completed;
      if (result.error === undefined) break;
      const error = movedBy(text, (left[0] as Part).start, result.error);
      const refused = left[result.completed];
      if (refused === undefined || !(await isPassedOver(database, text, refused, error)))
        return { completed, error, passedOver };
      await session.run(guard.back);
      passedOver.set(refused.statement, error);
      completed += 1;
      left = left.slice(result.completed + 1);
    }
  }
  return { completed, passedOver };
}

async function runGroup(
  database: Database,
  session: Session,
  { text, raised }: Pick<Send, 'text' | 'raised'>,
  group: readonly Part[],
): Promise<RunResult> {
  const sql = group.map(({ start, end }) => text.slice(start, end)).join(';\n');
  const isRaised = group.some(({ statement }) => raised.has(statement));
  const helped = isRaised ? await runOnBehalf(database, session, sql, true) : undefined;
  return (
    helped ??
    (await session.run(
      `${sql};\n`,
      group.flatMap(({ copyData }) => copyData ?? []),
    ))
  );
}

/** Whether a refused statement is taken back alone: it is guarded, needs more rights, and the platform does not grant them. */
async function isPassedOver(
  database: Database,
  text: string,
  { start, end, isGuarded }: Part,
  error: ServerError,
): Promise<boolean> {
  const sql = text.slice(start, end);
  return isGuarded === true && needsMoreRights(error, sql) && !(await isGranted(database, sql));
}

/**
 * The send with the refused statement raised; undefined where the platform does not grant it, or raising it did not help
 * before.
 */
export async function raisedSend(
  database: Database,
  send: Send,
  statement: number,
): Promise<Send | undefined> {
  const part = send.parts.find((one) => one.statement === statement);
  if (part === undefined || send.raised.has(statement)) return undefined;
  return (await isGranted(database, send.text.slice(part.start, part.end)))
    ? send.raising(statement)
    : undefined;
}

/** The number of the first statement after the last COMMIT before the failure: all from there on was rolled back. */
export function lastCommitBefore(script: Script, first: number, failing: number): number {
  for (let number = failing - 1; number >= first; number -= 1) {
    if (/^(COMMIT|END)\b/.test(script.statements[number - 1]?.head ?? '')) return number + 1;
  }
  return first;
}

/** The parts in groups: each raised statement alone, and all between two of them together, up to the next savepoint of ours. */
function groupsOf(parts: readonly Part[], raised: Send['raised']): readonly (readonly Part[])[] {
  const groups: Part[][] = [];
  let isOpen = false;
  for (const [i, part] of parts.entries()) {
    const isRaised = raised.has(part.statement);
    const isSavepoint = parts[i + 1]?.isGuarded === true;
    if (isOpen && !isRaised && !isSavepoint) groups.at(-1)?.push(part);
    else groups.push([part]);
    isOpen = !isRaised;
  }
  return groups;
}

/** Positions count code points. */
function movedBy(text: string, start: number, error: ServerError): ServerError {
  if (error.position === undefined || start === 0) return error;
  return { ...error, position: error.position + Array.from(text.slice(0, start)).length };
}
