import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Lease, takeLease } from './lease.ts';

/** What a keeper is told about a run. */
export interface KeepRequest {
  /** Directory of the run; its `log` is there. */
  readonly run: string;
  /** Where the directory for sockets lies: the run itself, unless its path is too long for them. */
  readonly sockets: string;
  /** Where leases are to be had. */
  readonly lease: string;
}

/** What a keeper says where it can offer no leases. */
interface KeepRefusal {
  readonly run: string;
  readonly reason: string;
}

/** The process that keeps the runs of this program. */
interface Keeper {
  readonly process: ChildProcess;
  /** The runs that have no lease yet, and whom to tell that they get none. */
  readonly waiting: Map<string, (error: Error) => void>;
  /** Nobody asks it any more. */
  forget(reason: string): void;
}

/** Named by way of the room: what is joined into few files for `dist` lies beside it. */
const keeperProgram = fileURLToPath(new URL('../engine/keeper.js', import.meta.url));

/** How long a keeper may take to offer a lease. */
const patienceMs = 60_000;

let keeper: Keeper | undefined;

/**
 * Has a run kept, and takes the first lease on it. The keeper that this program has already is asked, else a new one: starting
 * it takes more than all the rest of a run.
 */
export async function keepRun(request: KeepRequest): Promise<Lease> {
  const known = keeper;
  try {
    return await askKeeper(request);
  } catch (error) {
    // It was about to end, or was killed: the next one does it.
    if (known !== undefined && keeper !== known) return await askKeeper(request);
    throw error;
  }
}

async function askKeeper(request: KeepRequest): Promise<Lease> {
  keeper ??= startKeeper(join(request.run, 'log'));
  const { process, waiting, forget } = keeper;
  const refused = new Promise<never>((_, reject) => waiting.set(request.run, reject));
  refused.catch(() => {});
  process.send(request, (error) => error && forget(error.message));
  try {
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline; ) {
      const lease = await Promise.race([takeLease(request.lease, true), refused]);
      if (lease) return lease;
      await Promise.race([sleep(3), refused]);
    }
    throw new Error('it does not answer');
  } finally {
    waiting.delete(request.run);
  }
}

/** It neither dies with this process, nor keeps it from ending. */
function startKeeper(logPath: string): Keeper {
  const log = fs.openSync(logPath, 'a', 0o600);
  const program = spawn(process.execPath, [keeperProgram], {
    cwd: fs.realpathSync('/'),
    detached: true,
    ...(platform() === 'win32' ? {} : { env: {} }),
    stdio: ['ignore', log, log, 'ipc'],
    windowsHide: true,
  });
  fs.closeSync(log);
  const waiting: Keeper['waiting'] = new Map();
  const letGo = () => {
    if (keeper === started) keeper = undefined;
  };
  const forget = (reason: string) => {
    letGo();
    for (const reject of waiting.values()) reject(new Error(reason));
  };
  const started: Keeper = { process: program, waiting, forget };
  program.on('message', ({ run, reason }: KeepRefusal) => waiting.get(run)?.(new Error(reason)));
  program.on('disconnect', letGo);
  program.on('error', (error) => forget(error.message));
  program.on('exit', () => forget(readLog(logPath) || 'it ended'));
  program.unref();
  program.channel?.unref();
  return started;
}

function readLog(path: string): string {
  try {
    return fs.readFileSync(path, 'utf8').slice(-2000);
  } catch {
    return '';
  }
}
