import type pg from 'pg';

/** How far a script came. */
interface ScriptResult {
  /** Statements that completed, in order from the first. */
  readonly completed: number;
  readonly error?: unknown;
}

/** What pg's client asks of a query that it did not make itself. */
interface Wire {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/**
 * A simple query that keeps no rows: it counts completed statements and answers each `COPY ... FROM stdin`
 * with the next of `copyData`. https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-FLOW-SIMPLE-QUERY
 */
export function runScript(
  client: pg.Client,
  text: string,
  copyData: readonly string[],
): Promise<ScriptResult> {
  return new Promise((resolve) => {
    let completed = 0;
    let copies = 0;
    const query = {
      submit(connection: Wire) {
        connection.query(text);
      },
      handleRowDescription() {},
      handleDataRow() {},
      handleEmptyQuery() {},
      handlePortalSuspended() {},
      handleCopyData() {},
      handleCommandComplete() {
        completed += 1;
      },
      handleCopyInResponse(connection: Wire) {
        const rows = copyData[copies];
        copies += 1;
        if (rows !== undefined && rows.length > 0) connection.sendCopyFromChunk(Buffer.from(rows));
        connection.endCopyFrom();
      },
      handleError(error: unknown) {
        resolve({ completed, error });
      },
      handleReadyForQuery() {
        resolve({ completed });
      },
    };
    client.query(query as unknown as pg.Submittable);
  });
}
