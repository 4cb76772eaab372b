import { Duplex } from 'node:stream';

/** The part of PGlite that speaks PostgreSQL's protocol. */
interface ProtocolServer {
  exchange(message: Uint8Array): Promise<Uint8Array>;
}

/**
 * Takes the place of a socket: what the driver writes goes to PGlite, and its answers come back. PGlite answers whole
 * exchanges, so messages are collected until one ends the exchange. While it works nobody can answer it, so that the rows of
 * `COPY ... FROM stdin` go ahead with the query.
 * https://www.postgresql.org/docs/18/protocol-message-formats.html
 */
export class WireStream extends Duplex {
  /** Rows for each `COPY ... FROM stdin` of the next query, in order. */
  copyData: readonly string[] = [];
  /** Whether the last answer left a transaction open. */
  isInTransaction = false;
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
    this.#received = Buffer.concat([this.#received, chunk]);
    this.#takeAll().then(() => done(), done);
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

  async #takeAll(): Promise<void> {
    for (let message = this.#next(); message; message = this.#next()) await this.#take(message);
  }

  async #take(message: Buffer): Promise<void> {
    const type = this.#isStarted ? String.fromCharCode(message[0] as number) : 'startup';
    this.#isStarted = true;
    if (type === 'X') {
      this.push(null);
      return;
    }
    // The rows of a COPY went ahead with its query.
    if ('dcf'.includes(type)) return;
    this.#held.push(message);
    // Sync, simple query, Flush.
    if (type !== 'startup' && !'SQH'.includes(type)) return;
    if (type === 'Q') this.#held.push(...this.#copiesOf(message.toString('utf8', 5)));
    const exchange = Buffer.concat(this.#held);
    this.#held = [];
    const answer = Buffer.from(await this.#server.exchange(exchange));
    // Each ends with the status of the transaction.
    this.isInTransaction = answer.at(-1) !== 'I'.charCodeAt(0);
    this.push(answer);
  }

  /** Answers to at least as many COPY as there can be in a query: the server passes over those that it does not ask for. */
  #copiesOf(query: string): readonly Buffer[] {
    const words = query.match(/\bstdin\b/gi) ?? [];
    return words.flatMap((_, i) => {
      const rows = this.copyData[i] ?? '';
      return [...(rows === '' ? [] : [messageOf('d', rows)]), messageOf('c', '')];
    });
  }
}

function messageOf(type: string, text: string): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
