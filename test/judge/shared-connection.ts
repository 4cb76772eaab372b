import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import type { Address } from '../../src/db/session.ts';
import { framing } from './framing.ts';

/**
 * One connection that clients use in turn, as behind a pooler: the second and later ones are greeted as the first was, and what
 * they set is undone when they leave. A backend of its own would have to learn the catalogs anew for each of them.
 * https://www.postgresql.org/docs/18/protocol-flow.html
 */
export interface SharedConnection {
  /** A socket's stand-in for the next client. The connection ends with the first one. */
  lend(): Duplex;
}

export function shareConnection(address: Address): SharedConnection {
  const socket = connectTo(address);
  let greeting = Buffer.alloc(0);
  let isLent = false;
  let client: Duplex | undefined;
  /** Who is answered: the client, but while its traces are undone. */
  let hear: (bytes: Buffer) => void = () => {};
  let undone = Promise.resolve();

  socket.on('data', (bytes: Buffer) => {
    if (!isReady(greeting)) greeting = Buffer.concat([greeting, bytes]);
    hear(bytes);
  });
  socket.on('error', (error) => client?.destroy(error));
  socket.on('close', () => client?.destroy());

  function ask(sql: string): Promise<void> {
    return new Promise((resolve) => {
      let answer = Buffer.alloc(0);
      hear = (bytes) => {
        answer = Buffer.concat([answer, bytes]);
        if (isReady(answer)) resolve();
      };
      socket.write(query(sql));
    });
  }

  /** `DISCARD ALL` stands in no transaction, and so in no message with another statement. */
  async function undo(): Promise<void> {
    await ask('ROLLBACK');
    await ask('DISCARD ALL');
  }

  function lendTo(take: (lent: Duplex, message: Buffer, isStartup: boolean) => void): Duplex {
    let isStartup = true;
    const lent: Duplex = new Duplex({
      read() {},
      write(message: Buffer, _encoding, done) {
        take(lent, message, isStartup);
        isStartup = false;
        done();
      },
    });
    const connect = () => queueMicrotask(() => lent.emit('connect'));
    return Object.assign(lent, { connect, setNoDelay() {}, ref() {}, unref() {} });
  }

  async function pass(lent: Duplex, message: Buffer): Promise<void> {
    await undone;
    client = lent;
    hear = (bytes) => lent.push(bytes);
    socket.write(message);
  }

  async function greet(lent: Duplex): Promise<void> {
    await undone;
    lent.push(authenticated(greeting));
  }

  function leave(lent: Duplex): void {
    lent.push(null);
    undone = undo();
  }

  return {
    lend() {
      const isFirst = !isLent;
      isLent = true;
      return lendTo((lent, message, isStartup) => {
        if (!isFirst && isStartup) void greet(lent);
        else if (!isFirst && isTerminate(message)) leave(lent);
        else void pass(lent, message);
      });
    },
  };
}

export function connectTo(address: Address): Socket {
  const port = address.port ?? 5432;
  const host = address.host ?? 'localhost';
  return host.startsWith('/') ? connect(join(host, `.s.PGSQL.${port}`)) : connect(port, host);
}

function query(sql: string): Buffer {
  const message = Buffer.alloc(sql.length + 6);
  message.write('Q');
  message.writeInt32BE(sql.length + 5, 1);
  message.write(sql, 5);
  return message;
}

function isTerminate(message: Buffer): boolean {
  return framing(message, true).kind === 'X';
}

function isReady(answer: Buffer): boolean {
  const last = framing(answer, true);
  return last.kind === 'Z' && last.length === answer.length;
}

/** A greeting from AuthenticationOk on: what went before was between the server and the first client. */
function authenticated(greeting: Buffer): Buffer {
  let at = 0;
  while (greeting[at] === 'R'.charCodeAt(0) && greeting.readInt32BE(at + 5) !== 0)
    at += 1 + greeting.readInt32BE(at + 1);
  return greeting.subarray(at);
}
