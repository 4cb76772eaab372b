import type pg from 'pg';

type Row = Readonly<Record<string, unknown>>;

/** What pg's client tells of the columns of a result. */
interface Field {
  readonly name: string;
  readonly dataTypeID: number;
}

interface Column {
  readonly name: string;
  readonly parse: (value: string) => unknown;
}

/** One answer that is waited for. */
interface Awaited {
  readonly resolve: (rows: readonly Row[]) => void;
  readonly reject: (error: unknown) => void;
}

export interface Batch {
  /** The rows of each query, there as soon as that query is done. */
  readonly answers: readonly Promise<readonly Row[]>[];
  /** Hands the queries to a client that is idle; resolves, whatever became of them, when it can take the next. */
  send(client: pg.Client): Promise<void>;
}

/**
 * Queries that go to the server in one message, so that it works on one while this process reads another's rows. Where one
 * fails, those after it fail with it. https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-FLOW-MULTI-STATEMENT
 */
export function makeBatch(
  texts: readonly string[],
  parserOf: (type: number) => (value: string) => unknown,
): Batch {
  const awaited: Awaited[] = [];
  const answers = texts.map(
    () => new Promise<readonly Row[]>((resolve, reject) => awaited.push({ resolve, reject })),
  );
  const send = (client: pg.Client) =>
    new Promise<void>((resolve) => {
      let answered = 0;
      let columns: readonly Column[] = [];
      let rows: Row[] = [];
      const query = {
        submit(connection: { query(text: string): void }) {
          connection.query(texts.join(';\n'));
        },
        handleRowDescription({ fields }: { fields: readonly Field[] }) {
          columns = fields.map(({ name, dataTypeID }) => ({ name, parse: parserOf(dataTypeID) }));
          rows = [];
        },
        handleDataRow({ fields }: { fields: readonly (string | null)[] }) {
          const row: Record<string, unknown> = {};
          for (let i = 0; i < columns.length; i += 1) {
            const { name, parse } = columns[i] as Column;
            const value = fields[i] as string | null;
            row[name] = value === null ? null : parse(value);
          }
          rows.push(row);
        },
        handleCommandComplete() {
          awaited[answered]?.resolve(rows);
          answered += 1;
        },
        handleError(error: unknown) {
          for (const { reject } of awaited.slice(answered)) reject(error);
          resolve();
        },
        handleReadyForQuery: () => resolve(),
      };
      client.query(query as unknown as pg.Submittable);
    });
  return { answers, send };
}
