import { getEventListeners } from 'node:events';
import { printNote } from './print.ts';

const controller = new AbortController();

/** How long a server may take to stop what it does, in milliseconds. */
const patienceMs = 2000;

let code: number | undefined;

/** Told when somebody presses Ctrl-C or ends the process, for work that a server would go on with alone. */
export const interruption: AbortSignal = controller.signal;

/** The exit code of an interrupted process; undefined where nobody interrupted it. */
export function interruptedWith(): number | undefined {
  return code;
}

/**
 * Ends the process. Where work on a server listens to `interruption` it is told first, has a moment to stop, and what took effect is
 * reported; the second time nothing is waited for.
 */
export function interrupt(exitCode: number): void {
  if (interruption.aborted || getEventListeners(interruption, 'abort').length === 0) process.exit(exitCode);
  code = exitCode;
  printNote('interrupted: the statement under way is being cancelled; once more ends this at once\n');
  setTimeout(() => {
    printNote(
      'The server has not stopped in time: the session of this command may still be at work there. `strata status` tells what took effect.\n',
    );
    process.exit(exitCode);
  }, patienceMs).unref();
  controller.abort();
}
