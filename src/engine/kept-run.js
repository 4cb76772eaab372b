// One running cluster in its keeper: the keeper starts the server, counts the leases on it, and when the last one is gone
// (the kernel closes a lease even on kill -9) stops the server and removes its files.
import { spawn } from 'node:child_process';
import { closeSync, copyFileSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * @typedef {import('node:net').Socket} Socket
 * @typedef {import('./keeping.ts').KeepRequest} KeepRequest
 * @typedef {import('./lease.ts').StartRequest} StartRequest
 * @typedef {import('./lease.ts').KeeperOrder} KeeperOrder
 * @typedef {import('./lease.ts').KeeperEvent} KeeperEvent
 * @typedef {'fast' | 'immediate'} StopMode
 */

/** How long a run waits for the process that asked for it to take its lease; on a busy machine that takes its time. */
const orphanMs = 120_000;

/** The longest time that a timer takes: a longer one would be over at once. */
const longestMs = 2 ** 31 - 1;

export class KeptRun {
  /** Resolves when the server and its files are gone. @type {Promise<void>} */
  gone;
  /** @type {KeepRequest} */
  #place;
  /** @type {() => void} */
  #tellGone = () => {};
  /** Every connection that is open, and those of them that hold a lease. @type {Set<Socket>} */
  #connections = new Set();
  /** @type {Set<Socket>} */
  #leases = new Set();
  /** @type {Socket | undefined} */
  #creator;
  #wasLeased = false;
  /** What a new lease is told: how the start went. @type {KeeperEvent | undefined} */
  #outcome;
  /** @type {StartRequest | undefined} */
  #request;
  /** @type {{ stop(mode: StopMode): void, ended: Promise<void> } | undefined} */
  #running;
  #isEnding = false;
  /** Until when the server stays up without a lease, in milliseconds since the epoch. */
  #lingerUntil = 0;
  /** @type {NodeJS.Timeout} */
  #lingering;
  /** @type {import('node:net').Server} */
  #server;

  /** @param {KeepRequest} place */
  constructor(place) {
    this.#place = place;
    this.gone = new Promise((resolve) => {
      this.#tellGone = resolve;
    });
    this.#lingering = setTimeout(() => this.end(), orphanMs);
    this.#server = createServer({ allowHalfOpen: true }, (socket) => this.#receive(socket));
    this.#server.on('error', (error) => {
      const reason = `the lease cannot be offered: ${error.message}`;
      process.send?.({ run: place.run, reason });
      this.end();
    });
    this.#server.listen(place.lease, () => writeFileSync(join(place.run, 'keeper.pid'), String(process.pid)));
  }

  get #log() {
    return join(this.#place.run, 'log');
  }

  /** The process that asked for this run is gone: without a lease it never will take one. */
  forsake() {
    if (!this.#wasLeased) this.end();
  }

  /** @param {Socket} socket */
  #receive(socket) {
    this.#connections.add(socket);
    socket.on('error', () => socket.destroy());
    const lines = createInterface({ input: socket });
    lines.on('line', (line) => this.#obey(socket, JSON.parse(line)));
    // It repeats the socket's errors, which are dealt with above.
    lines.on('error', () => {});
    socket.on('end', () => this.#drop(socket));
    socket.on('close', () => {
      this.#connections.delete(socket);
      this.#drop(socket);
    });
    tell(socket, { event: 'kept' });
  }

  /**
   * @param {Socket} socket
   * @param {KeeperOrder} order
   */
  #obey(socket, order) {
    if (this.#isEnding) {
      socket.destroy();
    } else if (order.do === 'lease') {
      clearTimeout(this.#lingering);
      this.#wasLeased = true;
      this.#leases.add(socket);
      if (order.creator) this.#creator = socket;
      if (this.#outcome) tell(socket, this.#outcome);
    } else if (order.do === 'start') {
      this.#request = order;
      this.#start(order);
    } else if (order.do === 'linger') {
      this.#lingerUntil = Math.max(this.#lingerUntil, Date.now() + order.ms);
    } else if (order.do === 'stop') {
      this.#running?.stop('fast');
      this.#running?.ended.then(() => tell(socket, { event: 'stopped' }));
    }
  }

  /** @param {Socket} socket */
  #drop(socket) {
    if (!this.#leases.delete(socket)) {
      if (!this.#isEnding) socket.end();
      return;
    }
    const isNeverStarted = socket === this.#creator && this.#request === undefined;
    const linger = Math.max(this.#request?.lingerMs ?? 0, this.#lingerUntil - Date.now());
    if (this.#leases.size > 0 && !isNeverStarted) {
      socket.end();
    } else if (linger > 0 && this.#outcome?.event === 'ready') {
      socket.end();
      this.#lingering = setTimeout(() => this.end(), Math.min(linger, longestMs));
    } else {
      // The socket stays open: its end tells the client that everything is gone.
      this.end();
    }
  }

  /** @param {KeeperEvent} event */
  #report(event) {
    this.#outcome = event;
    for (const socket of this.#leases) tell(socket, event);
  }

  /** @param {StartRequest} order */
  #start(order) {
    const log = openSync(this.#log, 'a');
    this.#running = order.control
      ? this.#startByControl(order, order.control, log)
      : this.#startDirectly(order, log);
    closeSync(log);
  }

  /**
   * @param {StartRequest} order
   * @param {number} log
   */
  #startDirectly(order, log) {
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
      if (!this.#isEnding) this.#report({ event: 'ready', details: order.details });
    }, 2);
    /** @type {NodeJS.Timeout | undefined} */
    let patience;
    const ended = new Promise((/** @type {(value?: undefined) => void} */ resolve) => {
      const finish = (/** @type {string} */ reason) => {
        clearInterval(polling);
        clearTimeout(patience);
        resolve();
        if (this.#isEnding || patience) return;
        const wasReady = this.#outcome?.event === 'ready';
        const kept = wasReady && order.lingerMs > 0 && this.#keepLog();
        this.#report({ event: 'failed', reason, log: this.#logTail(), ...kept });
        // A dead server holds nobody up: its name becomes free for a new one.
        if (wasReady) this.end();
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
  #startByControl(order, control, log) {
    const options = order.args.map((word) => `"${word}"`).join(' ');
    const run = (/** @type {string[]} */ words) =>
      new Promise((/** @type {(code: number | null) => void} */ resolve) => {
        const child = spawn(control, [...words, '-w', '-D', order.data], { stdio: ['ignore', log, log] });
        child.on('error', () => resolve(1));
        child.on('exit', resolve);
      });
    run(['start', '-l', this.#log, '-o', options]).then((code) => {
      if (code === 0) this.#report({ event: 'ready', details: order.details });
      else this.#report({ event: 'failed', reason: `pg_ctl ended with ${code}`, log: this.#logTail() });
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

  /** Keeps the log of a shared server that ended while it was in use: its own files go with it. */
  #keepLog() {
    const logFile = join(dirname(this.#place.run), `ended-${process.pid}-${Date.now()}.log`);
    try {
      copyFileSync(this.#log, logFile);
      return { logFile };
    } catch {
      return {};
    }
  }

  #logTail() {
    return readFileSync(this.#log, 'utf8').trimEnd().split('\n').slice(-12).join('\n');
  }

  /** Stops the server and removes the files; what cannot be removed is removed by a later run. Resolves when all is over. */
  async end() {
    if (this.#isEnding) return await this.gone;
    this.#isEnding = true;
    clearTimeout(this.#lingering);
    // First nobody new may come in; last the directory goes, so that its name is free only when all is over.
    this.#server.close();
    if (this.#running) {
      this.#running.stop('immediate');
      await this.#running.ended;
    }
    const { run, sockets } = this.#place;
    const gone = join(dirname(run), `gone-${process.pid}-${Date.now()}-${runsEnded++}`);
    try {
      renameSync(run, gone);
      // A process of the server may be writing its last.
      rmSync(gone, { recursive: true, force: true, maxRetries: 8, retryDelay: 20 });
      if (sockets !== run) rmSync(sockets, { recursive: true, force: true });
    } catch {
      // Whoever sweeps next finds it without a lease.
    }
    for (const socket of this.#connections) socket.destroySoon();
    this.#tellGone();
  }
}

/** Tells apart what is renamed in the same millisecond. */
let runsEnded = 0;

/**
 * @param {Socket} socket
 * @param {KeeperEvent} event
 */
function tell(socket, event) {
  if (socket.writable) socket.write(`${JSON.stringify(event)}\n`);
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
