import type { Session } from '../db/session.ts';
import type { LiveWriters } from './write.ts';

/** A session that stops at the next statement once it is told to; disposing it stops listening. */
export interface StoppableSession extends Disposable {
  readonly session: Session;
}

/** Ends a transaction or sets a session; what is begun is ended with these, and nothing new is done by them. */
const closing = /^(?:BEGIN|COMMIT|ROLLBACK|SET)\b/i;

/** Milliseconds after which a statement that goes on all the same is cancelled once more. */
const againMs = 500;

/**
 * The worker as a session that `signal` stops: the statement that it runs is cancelled on the server, so that nobody waits for its
 * locks any longer, and the following ones are refused with the same error. It listens from its first statement on: before that there
 * is nothing to stop.
 */
export async function stoppable(
  { worker, guard }: Pick<LiveWriters, 'worker' | 'guard'>,
  signal: AbortSignal | undefined,
): Promise<StoppableSession> {
  if (signal === undefined) return { session: worker, [Symbol.dispose]() {} };
  const [row] = await worker.query<{ pid: number }>('SELECT pg_catalog.pg_backend_pid() AS pid');
  let underWay = 0;
  let timer: NodeJS.Timeout | undefined;
  const cancel = () => {
    if (underWay > 0)
      guard.query('SELECT pg_catalog.pg_cancel_backend($1::integer)', [row?.pid]).catch(() => {});
  };
  const stop = () => {
    cancel();
    timer = setInterval(cancel, againMs);
  };
  const run: Session['run'] = async (text, copyData) => {
    // To listen twice is to listen once.
    signal.addEventListener('abort', stop);
    if (signal.aborted && !closing.test(text))
      return { completed: 0, error: { code: '57014', message: 'it was interrupted before' } };
    underWay += 1;
    try {
      return await worker.run(text, copyData);
    } finally {
      underWay -= 1;
    }
  };
  return {
    session: { ...worker, run },
    [Symbol.dispose]() {
      signal.removeEventListener('abort', stop);
      clearInterval(timer);
    },
  };
}
