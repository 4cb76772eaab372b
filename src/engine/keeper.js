// The process that owns one running cluster: it starts the server, counts the leases on it, and when the last one is
// gone (the kernel closes a lease even on kill -9) stops the server, removes its files and exits. JavaScript, because
// the oldest supported Node runs this file as it is, from the sources too.
import { spawn } from 'node:child_process';
import { closeSync, copyFileSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * @typedef {import('./lease.ts').StartRequest} StartRequest
 * @typedef {import('./lease.ts').KeeperEvent} KeeperEvent
 * @typedef {'fast' | 'immediate'} StopMode
 */

const [run = '', sockets = '', leasePath = '', starter = ''] = process.argv.slice(2);
const logPath = join(run, 'log');
/** How long a keeper waits for the process that started it to take its lease; on a busy machine that takes its time. */
const orphanMs = 120_000;

/** @type {Set<import('node:net').Socket>} */
const leases = new Set();
/** @type {import('node:net').Socket | undefined} */
let creator;
/** @type {KeeperEvent | undefined} What a new lease is told: how the start went. */
let outcome;
/** @type {StartRequest | undefined} */
let request;
/** @type {{ stop(mode: StopMode): void, ended: Promise<void> } | undefined} */
let running;
let isEnding = false;
/** Until when the server stays up without a lease, in milliseconds since the epoch. */
let lingerUntil = 0;
/** @type {NodeJS.Timeout | undefined} */
let lingering = setTimeout(end, orphanMs);
/** A starter that died before it took its lease never will. Windows does not tell of it. */
const watching = setInterval(() => {
  if (process.platform !== 'win32' && process.ppid !== Number(starter)) end();
}, 500);

const leaseServer = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', () => socket.destroy());
  const lines = createInterface({ input: socket });
  lines.on('line', (line) => obey(socket, JSON.parse(line)));
  // It repeats the socket's errors, which are dealt with above.
  lines.on('error', () => {});
  socket.on('end', () => drop(socket));
  socket.on('close', () => drop(socket));
  tell(socket, { event: 'kept' });
});
process.umask(0o077);
leaseServer.on('error', (error) => {
  writeFileSync(logPath, `the lease cannot be offered: ${error.message}\n`, { flag: 'a' });
  process.exit(1);
});
leaseServer.listen(leasePath, () => writeFileSync(join(run, 'keeper.pid'), String(process.pid)));
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP'])) process.on(signal, end);

/**
 * @param {import('node:net').Socket} socket
 * @param {import('./lease.ts').KeeperOrder} order
 */
function obey(socket, order) {
  if (isEnding) {
    socket.destroy();
  } else if (order.do === 'lease') {
    clearTimeout(lingering);
    clearInterval(watching);
    leases.add(socket);
    if (order.creator) creator = socket;
    if (outcome) tell(socket, outcome);
  } else if (order.do === 'start') {
    request = order;
    start(order);
  } else if (order.do === 'linger') {
    lingerUntil = Math.max(lingerUntil, Date.now() + order.ms);
  } else if (order.do === 'stop') {
    running?.stop('fast');
    running?.ended.then(() => tell(socket, { event: 'stopped' }));
  }
}

/** @param {import('node:net').Socket} socket */
function drop(socket) {
  if (!leases.delete(socket)) {
    if (!isEnding) socket.end();
    return;
  }
  const isNeverStarted = socket === creator && request === undefined;
  const linger = Math.max(request?.lingerMs ?? 0, lingerUntil - Date.now());
  if (leases.size > 0 && !isNeverStarted) {
    socket.end();
  } else if (linger > 0 && outcome?.event === 'ready') {
    socket.end();
    lingering = setTimeout(end, linger);
  } else {
    // The socket stays open: its end tells the client that everything is gone.
    end();
  }
}

/**
 * @param {import('node:net').Socket} socket
 * @param {KeeperEvent} event
 */
function tell(socket, event) {
  if (socket.writable) socket.write(`${JSON.stringify(event)}\n`);
}

/** @param {KeeperEvent} event */
function report(event) {
  outcome = event;
  for (const socket of leases) tell(socket, event);
}

/** @param {StartRequest} order */
function start(order) {
  const log = openSync(logPath, 'a');
  running = order.control ? startByControl(order, order.control, log) : startDirectly(order, log);
  closeSync(log);
}

/**
 * @param {StartRequest} order
 * @param {number} log
 */
function startDirectly(order, log) {
  const server = spawn(order.program, order.args, {
    ...order.user,
    cwd: '/',
    env: { LC_ALL: 'C', TZ: 'UTC' },
    detached: true,
    stdio: ['ignore', log, log],
  });
  const polling = setInterval(() => {
    if (!isReady(order.data)) return;
    clearInterval(polling);
    if (!isEnding) report({ event: 'ready', details: order.details });
  }, 2);
  /** @type {NodeJS.Timeout | undefined} */
  let patience;
  const ended = new Promise((/** @type {(value?: undefined) => void} */ resolve) => {
    const finish = (/** @type {string} */ reason) => {
      clearInterval(polling);
      clearTimeout(patience);
      resolve();
      if (isEnding || patience) return;
      const wasReady = outcome?.event === 'ready';
      report({ event: 'failed', reason, log: logTail(), ...(wasReady && order.lingerMs > 0 && keepLog()) });
      // A dead server holds nobody up: its name becomes free for a new one.
      if (wasReady) end();
    };
    server.on('error', (error) => finish(`${/** @type {NodeJS.ErrnoException} */ (error).code}`));
    server.on('exit', (code, signal) => finish(signal ? `ended by ${signal}` : `ended with ${code}`));
  });
  /** @param {StopMode} mode */
  const stop = (mode) => {
    server.kill(mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
    clearTimeout(patience);
    patience = setTimeout(() => server.kill('SIGKILL'), mode === 'fast' ? 60_000 : 5_000);
  };
  return { stop, ended };
}

/**
 * Windows: pg_ctl drops an administrator's rights, which the server refuses to have.
 * @param {StartRequest} order
 * @param {string} control
 * @param {number} log
 */
function startByControl(order, control, log) {
  const options = order.args.map((word) => `"${word}"`).join(' ');
  const run = (/** @type {string[]} */ words) =>
    new Promise((/** @type {(code: number | null) => void} */ resolve) => {
      const child = spawn(control, [...words, '-w', '-D', order.data], { stdio: ['ignore', log, log] });
      child.on('error', () => resolve(1));
      child.on('exit', resolve);
    });
  run(['start', '-l', logPath, '-o', options]).then((code) => {
    if (code === 0) report({ event: 'ready', details: order.details });
    else report({ event: 'failed', reason: `pg_ctl ended with ${code}`, log: logTail() });
  });
  /** @type {() => void} */
  let resolveEnded = () => {};
  const ended = new Promise((/** @type {(value?: undefined) => void} */ resolve) => {
    resolveEnded = resolve;
  });
  /** @param {StopMode} mode */
  const stop = (mode) => void run(['stop', '-m', mode]).then(() => resolveEnded());
  return { stop, ended };
}

/**
 * Line 8 of postmaster.pid is the status. https://www.postgresql.org/docs/18/storage-file-layout.html
 * @param {string} data
 */
function isReady(data) {
  try {
    return readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[7]?.startsWith('ready') ?? false;
  } catch {
    return false;
  }
}

/** Keeps the log of a shared server that ended while it was in use: its own files go with it. */
function keepLog() {
  const logFile = join(dirname(run), `ended-${process.pid}.log`);
  try {
    copyFileSync(logPath, logFile);
    return { logFile };
  } catch {
    return {};
  }
}

function logTail() {
  return readFileSync(logPath, 'utf8').trimEnd().split('\n').slice(-12).join('\n');
}

async function end() {
  if (isEnding) return;
  isEnding = true;
  // First nobody new may come in; last the directory goes, so that its name is free only when all is over.
  leaseServer.close();
  if (running) {
    running.stop('immediate');
    await running.ended;
  }
  const gone = join(dirname(run), `gone-${process.pid}-${Date.now()}`);
  try {
    renameSync(run, gone);
    // A process of the server may be writing its last.
    rmSync(gone, { recursive: true, force: true, maxRetries: 8, retryDelay: 20 });
    if (sockets !== run) rmSync(sockets, { recursive: true, force: true });
  } finally {
    process.exit();
  }
}
