import type { ServerError } from '../db/session.ts';
import type { SqlError } from '../model/trace.ts';
import { offsetOfPosition } from '../sql/locate.ts';
import type { Part, Send } from './compose.ts';
import { needsWatch, withoutWatch } from './watch.ts';

/** The statement that the server refused: the last one where that was a COMMIT of ours. Undefined where there is none at all. */
export function failingPart(send: Send, completed: number, { position }: ServerError): Part | undefined {
  const reached = send.parts[completed];
  // The server finds a syntax error before it runs the first statement.
  if (completed === 0 && position !== undefined && reached !== undefined) {
    const offset = offsetOfPosition(send.text, position);
    if (offset > reached.end) return partAt(send, offset) ?? reached;
  }
  if (reached !== undefined && reached.statement > 0) return reached;
  return send.parts.findLast(({ statement }) => statement > 0);
}

function partAt(send: Send, offset: number): Part | undefined {
  return send.parts.find((part) => part.statement > 0 && offset >= part.start && offset <= part.end + 1);
}

/** The error with its offset in the migration's text, also where it lies in the body of a function. */
export function sqlError(error: ServerError, send: Send, atCommit: boolean, text: string): SqlError {
  const { position, detail, ...others } = error;
  const dependents = error.code === '2BP01' && !needsWatch(error) ? withoutWatch(detail) : detail;
  const rest = dependents === undefined ? others : { ...others, detail: dependents };
  const told: SqlError = atCommit ? { ...rest, atCommit } : rest;
  if (position === undefined) return told;
  const offset = offsetOfPosition(send.text, position);
  const part = partAt(send, offset);
  if (part === undefined) return told;
  // "unterminated ... at or near" quotes all that follows, also what was put behind the statement.
  const message = told.message.replace(send.text.slice(offset), () => send.text.slice(offset, part.end));
  const source = part.source + Math.min(offset, part.end) - part.start;
  // A semicolon that the file lacks was put behind its last statement: PostgreSQL alone would have met the end there.
  const isEnd = message === 'syntax error at or near ";"' && !text.startsWith(';', source);
  return { ...told, message: isEnd ? 'syntax error at end of input' : message, offset: source };
}
