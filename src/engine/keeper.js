// The process that owns the running clusters of one program, and outlives it: it ends when the last of them is gone.
// JavaScript, because the oldest supported Node runs this file as it is, from the sources too.
import { KeptRun } from './kept-run.js';

/** How long a keeper without a run waits for the next: starting another one takes longer than copying a cluster. */
const idleMs = 2000;

/** @type {Set<KeptRun>} */
const runs = new Set();
let idling = setTimeout(leave, idleMs);

process.umask(0o077);
process.on('message', (request) => keep(/** @type {import('./keeping.ts').KeepRequest} */ (request)));
// The program has ended, or was killed.
process.on('disconnect', () => {
  for (const run of runs) run.forsake();
  if (runs.size === 0) process.exit();
});
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP'])) {
  process.on(signal, async () => {
    await Promise.all([...runs].map((run) => run.end()));
    process.exit();
  });
}

/** @param {import('./keeping.ts').KeepRequest} request */
async function keep(request) {
  clearTimeout(idling);
  const run = new KeptRun(request);
  runs.add(run);
  await run.gone;
  runs.delete(run);
  if (runs.size > 0) return;
  if (process.connected) idling = setTimeout(leave, idleMs);
  else process.exit();
}

/** A program that asks at this moment sees that nobody is there any more, and starts another keeper. */
function leave() {
  if (process.connected) process.disconnect();
  process.exit();
}
