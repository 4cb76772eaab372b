import type pg from 'pg';
import type { Asked } from './queryable.ts';

/** What pg's client tells of the columns of a result. */
interface Field {
  readonly name: string;
  readonly dataTypeID: number;
}

interface Column {
  readonly name: string;
  readonly parse: (value: string) => unknown;
}

/**
 * Questions that go to the server in one message, so that it works on one while this process takes another's rows.
 * https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-FLOW-MULTI-STATEMENT
 */
export function askAll(
  client: pg.Client,
  questions: readonly Asked[],
  parserOf: (type: number) => (value: string) => unknown,
): Promise<void> {
  if (questions.length === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    let answered = 0;
    let columns: readonly Column[] = [];
    let blank: Readonly<Record<string, unknown>> = {};
    let failure: { readonly error: unknown } | undefined;
    const hand = (take: () => void) => {
      if (failure !== undefined) return;
      try {
        take();
      } catch (error) {
        failure = { error };
      }
    };
    const query = {
      submit(connection: { query(text: string): void }) {
        connection.query(questions.map(({ text }) => text).join(';\n'));
      },
      handleRowDescription({ fields }: { fields: readonly Field[] }) {
        columns = fields.map(({ name, dataTypeID }) => ({ name, parse: parserOf(dataTypeID) }));
        blank = Object.fromEntries(columns.map(({ name }) => [name, null]));
      },
      handleDataRow({ fields }: { fields: readonly (string | null)[] }) {
        // A copy has its place for each column from the start, where an object that grows is laid out anew time and again.
        const row: Record<string, unknown> = { ...blank };
        for (let i = 0; i < columns.length; i += 1) {
          const value = fields[i] as string | null;
          if (value === null) continue;
          const { name, parse } = columns[i] as Column;
          row[name] = parse(value);
        }
        hand(() => questions[answered]?.row(row as never));
      },
      handleCommandComplete() {
        hand(() => questions[answered]?.done?.());
        answered += 1;
      },
      handleError: (error: unknown) => reject(failure === undefined ? error : failure.error),
      handleReadyForQuery() {
        if (failure === undefined) resolve();
        else reject(failure.error);
      },
    };
    client.query(query as unknown as pg.Submittable);
  });
}
