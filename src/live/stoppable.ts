import { setTimeout as pause } from 'node:timers/promises';
import type { RunResult, Session } from '../db/session.ts';
import { processOf } from './open.ts';
import type { LiveWriters } from './write.ts';

/** A session that stops at the next statement once it is told to; disposing it stops listening. */
interface StoppableSession extends Disposable {
  readonly session: Session;
  /** Waits that many milliseconds, or until it is told to stop. */
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Whether a message only ends transactions or sets the session: what is begun is ended with these, and nothing new is done by them.
 * Several statements may share a message, and each of them counts.
 */
function isClosing(text: string): boolean {
  return text.split(';').every((one) => /^\s*(?:$|(?:BEGIN|COMMIT|ROLLBACK|SET)\b)/i.test(one));
}

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
  const sleep = (ms: number) => pause(ms, undefined, { signal }).catch(() => {});
  if (signal === undefined) return { session: worker, sleep, [Symbol.dispose]() {} };
  const pid = await processOf(worker);
  let underWay = 0;
  let timer: NodeJS.Timeout | undefined;
  const cancel = () => {
    if (underWay > 0) guard.query('SELECT pg_catalog.pg_cancel_backend($1::integer)', [pid]).catch(() => {});
  };
  const stop = () => {
    cancel();
    timer = setInterval(cancel, againMs);
  };
  const run: Session['run'] = async (text, copyData) => {
    // To listen twice is to listen once.
    signal.addEventListener('abort', stop);
    if (signal.aborted && !isClosing(text)) return interrupted({ completed: 0, error: refusedBefore });
    underWay += 1;
    try {
      const result = await worker.run(text, copyData);
      return signal.aborted ? interrupted(result) : result;
    } finally {
      underWay -= 1;
    }
  };
  return {
    session: { ...worker, run },
    sleep,
    [Symbol.dispose]() {
      signal.removeEventListener('abort', stop);
      clearInterval(timer);
    },
  };
}

const refusedBefore = { code: '57014', message: 'it was interrupted before' };

/** Says of a cancelled statement that no time limit has ended it, which has the same SQLSTATE. */
function interrupted(result: RunResult): RunResult {
  const { error } = result;
  return error?.code === '57014' ? { ...result, error: { ...error, isInterrupted: true } } : result;
}
