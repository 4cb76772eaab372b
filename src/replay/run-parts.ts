import type { RunResult, Session } from '../db/session.ts';
import type { Database } from '../engine/engine.ts';
import type { Script } from '../sql/split.ts';
import type { Part, Send } from './compose.ts';
import { isGranted, runOnBehalf } from './on-behalf.ts';

/**
 * Runs all or some parts of a send as one query. Raised statements run apart, within the same block. `completed` and the
 * position of an error count as if everything were one query.
 */
export async function runParts(
  database: Database,
  session: Session,
  { text, raised }: Send,
  parts: readonly Part[],
): Promise<RunResult> {
  let completed = 0;
  for (const group of groupsOf(parts, raised)) {
    const [first] = group as [Part, ...Part[]];
    const sql = group.map(({ start, end }) => text.slice(start, end)).join(';\n');
    const helped = raised.has(first.statement) ? await runOnBehalf(database, session, sql, true) : undefined;
    const result =
      helped ??
      (await session.run(
        `${sql};\n`,
        group.flatMap(({ copyData }) => copyData ?? []),
      ));
    completed += result.completed;
    if (result.error !== undefined)
      return { completed, error: movedBy(charactersIn(text, first.start), result.error) };
  }
  return { completed };
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

/** The parts in groups: each raised statement alone, and all between two of them together. */
function groupsOf(parts: readonly Part[], raised: Send['raised']): readonly (readonly Part[])[] {
  if (raised.size === 0) return parts.length === 0 ? [] : [parts];
  const groups: Part[][] = [];
  let isOpen = false;
  for (const part of parts) {
    const isRaised = raised.has(part.statement);
    if (isOpen && !isRaised) groups.at(-1)?.push(part);
    else groups.push([part]);
    isOpen = !isRaised;
  }
  return groups;
}

function movedBy(
  characters: number,
  error: NonNullable<RunResult['error']>,
): NonNullable<RunResult['error']> {
  return error.position === undefined ? error : { ...error, position: error.position + characters };
}

/** Positions count code points. */
function charactersIn(text: string, end: number): number {
  return end === 0 ? 0 : Array.from(text.slice(0, end)).length;
}
