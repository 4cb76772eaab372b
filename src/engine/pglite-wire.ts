import { Duplex } from 'node:stream';

/** The part of PGlite that speaks PostgreSQL's protocol. */
export interface ProtocolServer {
  execProtocolRawSync(message: Uint8Array): Uint8Array;
}

/**
 * Takes the place of a socket: what the driver writes goes to PGlite, and its answers come back. PGlite answers whole
 * exchanges, so messages are collected until one ends the exchange.
 * https://www.postgresql.org/docs/18/protocol-message-formats.html
 */
export class WireStream extends Duplex {
  readonly #server: ProtocolServer;
  #isStarted = false;
  #received: Buffer = Buffer.alloc(0);
  #held: Buffer[] = [];

  constructor(server: ProtocolServer) {
    super();
    this.#server = server;
  }

  connect(): this {
    queueMicrotask(() => this.emit('connect'));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    try {
      this.#received = Buffer.concat([this.#received, chunk]);
      for (let message = this.#next(); message; message = this.#next()) this.#take(message);
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _final(done: () => void): void {
    this.push(null);
    done();
  }

  /** The next whole message: a type byte (except the first message) and a length that counts itself. */
  #next(): Buffer | undefined {
    const typeBytes = this.#isStarted ? 1 : 0;
    if (this.#received.length < typeBytes + 4) return undefined;
    const length = typeBytes + this.#received.readInt32BE(typeBytes);
    if (this.#received.length < length) return undefined;
    const message = this.#received.subarray(0, length);
    this.#received = this.#received.subarray(length);
    return message;
  }

  #take(message: Buffer): void {
    const type = this.#isStarted ? String.fromCharCode(message[0] as number) : 'startup';
    this.#isStarted = true;
    if (type === 'X') {
      this.push(null);
      return;
    }
    this.#held.push(message);
    // Sync, simple query, end or failure of COPY, Flush.
    if (type !== 'startup' && !'SQcfH'.includes(type)) return;
    const exchange = Buffer.concat(this.#held);
    this.#held = [];
    this.push(Buffer.from(this.#server.execProtocolRawSync(exchange)));
  }
}
