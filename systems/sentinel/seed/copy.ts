import type { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import type pg from 'pg';

/** What a field may hold: a Date is written in UTC, null as SQL's NULL. */
export type Field = string | number | boolean | Date | null;

/** A row in COPY's text format. https://www.postgresql.org/docs/18/sql-copy.html#SQL-COPY-FILE-FORMATS */
export function copyLine(fields: readonly Field[]): string {
  return `${fields.map(copyField).join('\t')}\n`;
}

function copyField(field: Field): string {
  if (field === null) return '\\N';
  if (field instanceof Date) return field.toISOString();
  if (typeof field !== 'string') return String(field);
  return /[\\\t\n\r]/.test(field)
    ? field.replace(/[\\\t\n\r]/g, (c) => ({ '\t': '\\t', '\n': '\\n', '\r': '\\r' })[c] ?? '\\\\')
    : field;
}

/** Sends lines to `COPY <into> FROM STDIN`; resolves when the server has taken them all. */
export async function copyInto(client: pg.Client, into: string, lines: Iterable<string>): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    client.query(new CopyIn(`COPY ${into} FROM STDIN`, lines, resolve, reject));
  });
}

/** The parts of pg's connection that COPY needs; its public types leave them out. */
interface CopyConnection extends EventEmitter {
  readonly stream: Duplex;
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
}

const chunkLength = 256 * 1024;

/** A query of pg that answers the server's request for data. The methods are those that pg calls. */
class CopyIn {
  private readonly text: string;
  private readonly lines: Iterable<string>;
  private readonly done: () => void;
  private readonly failed: (error: Error) => void;
  private error: Error | undefined;

  constructor(text: string, lines: Iterable<string>, done: () => void, failed: (error: Error) => void) {
    this.text = text;
    this.lines = lines;
    this.done = done;
    this.failed = failed;
  }

  submit(connection: unknown): void {
    (connection as CopyConnection).query(this.text);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    this.send(connection).catch((error: Error) => connection.sendCopyFail(error.message));
  }

  handleCommandComplete(): void {}

  handleError(error: Error): void {
    this.error = error;
    this.failed(error);
  }

  handleReadyForQuery(): void {
    if (this.error === undefined) this.done();
  }

  private async send(connection: CopyConnection): Promise<void> {
    let chunk = '';
    for (const line of this.lines) {
      chunk += line;
      if (chunk.length < chunkLength) continue;
      connection.sendCopyFromChunk(Buffer.from(chunk));
      chunk = '';
      // A server that refuses a row says so while the rest is still being made.
      if (connection.stream.writableNeedDrain) await drained(connection.stream);
      if (this.error !== undefined) return;
    }
    if (chunk !== '') connection.sendCopyFromChunk(Buffer.from(chunk));
    connection.endCopyFrom();
  }
}

function drained(stream: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      stream.off('drain', go);
      stream.off('close', go);
      resolve();
    };
    stream.once('drain', go);
    stream.once('close', go);
  });
}
