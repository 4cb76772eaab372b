import type { Duplex } from 'node:stream';
import type { MessagePort } from 'node:worker_threads';
import type { Address } from '../../src/db/session.ts';
import { type Framing, framing } from './framing.ts';
import { connectTo } from './shared-connection.ts';

/** The connection of one dump. */
export interface Bridge {
  /** How the connection ended before its time, if it did. */
  readonly lost: string | undefined;
  close(): void;
}

/**
 * Joins a blocked pg_dump to a server: what comes in at `port` is written to the socket, and one answer is posted for
 * each message that awaits one. https://www.postgresql.org/docs/18/protocol-flow.html
 */
export function bridge(port: MessagePort, signal: SharedArrayBuffer, address: Address): Bridge {
  const answered = new Int32Array(signal);
  const socket: Duplex = address.stream?.() ?? connectTo(address);
  let asked = Buffer.alloc(0);
  let reply: Buffer[] = [];
  /** The beginning of a message whose end has not come yet. */
  let begun: Buffer = Buffer.alloc(0);
  let isStarted = false;
  let lost: string | undefined;

  function answer(): void {
    const bytes = new Uint8Array(Buffer.concat(reply));
    port.postMessage(bytes, [bytes.buffer]);
    reply = [];
    Atomics.store(answered, 0, 1);
    Atomics.notify(answered, 0);
  }

  port.on('message', (bytes: Uint8Array) => {
    asked = Buffer.concat([asked, bytes]);
    const last = framing(asked, isStarted);
    const isWhole = last.length === asked.length;
    if (isWhole) {
      asked = Buffer.alloc(0);
      isStarted = true;
    }
    socket.write(bytes);
    if (!isWhole || last.kind === 'X') answer();
  });
  socket.on('data', (bytes: Buffer) => {
    reply.push(bytes);
    begun = begun.length === 0 ? bytes : Buffer.concat([begun, bytes]);
    const last = framing(begun, true);
    begun = begun.subarray(last.length);
    if (begun.length === 0 && awaitsClient(last)) answer();
  });
  // A reply cut short lets pg_dump give up; why it was cut short only this side knows.
  function lose(reason: string): void {
    lost ??= `${reason} with ${Buffer.concat(reply).length} bytes of a reply there`;
    answer();
  }
  socket.on('error', (error) => lose(error.message));
  socket.on('close', () => lose('closed by the server'));
  return {
    get lost() {
      return lost;
    },
    close: () => socket.destroy(),
  };
}

/** Ready for query; or an authentication request that wants an answer (not "ok", not the end of SASL). */
function awaitsClient(last: Framing): boolean {
  return last.kind === 'Z' || (last.kind === 'R' && last.field !== 0 && last.field !== 12);
}
