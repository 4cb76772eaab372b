import pg from 'pg';

/** Column types of Prisma's driver adapters, by the type's number in PostgreSQL; everything else is text. */
const columnTypes: Readonly<Record<number, number>> = {
  16: 5,
  18: 6,
  20: 1,
  21: 0,
  22: 64,
  23: 0,
  26: 1,
  114: 11,
  700: 2,
  701: 3,
  1000: 69,
  1002: 70,
  1003: 71,
  1005: 64,
  1007: 64,
  1009: 71,
  1015: 71,
  1028: 65,
  1114: 10,
  1184: 10,
  1700: 4,
  3802: 11,
};

const parsedTypes = new Set([16, 21, 23, 700, 701, 1000, 1002, 1005, 1007, 1009, 1015, 1028]);

const types = {
  getTypeParser(oid: number) {
    if (oid === 22)
      return (value: string) => value.split(' ').flatMap((one) => (one === '' ? [] : Number(one)));
    if (columnTypes[oid] === 10)
      return (value: string) =>
        new Date(value.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString();
    const known = oid === 1003 ? 1009 : oid;
    return parsedTypes.has(known) ? pg.types.getTypeParser(known as 16) : (value: string) => value;
  },
} as unknown as pg.CustomTypesConfig;

const ok = <T>(value: T) => Promise.resolve({ ok: true, value });

/** A driver adapter as Prisma's engine asks for one, over one connection. */
export function adapterOver(client: pg.Client) {
  const errors: unknown[] = [];
  const failed = (error: unknown) => {
    const { code = 'XX000', message = '', severity = 'ERROR' } = error as pg.DatabaseError;
    errors.push(error);
    const told = { kind: 'postgres', code, severity, message, originalCode: code, originalMessage: message };
    return { ok: false, error: { ...told, detail: undefined, column: undefined, hint: undefined } };
  };
  const guarded = async (run: () => Promise<unknown>) => run().then(ok, failed);
  const connection = {
    provider: 'postgres',
    adapterName: 'judge',
    queryRaw: (query: { sql: string; args: unknown[] }) =>
      guarded(async () => {
        const asked: pg.QueryArrayConfig = { text: query.sql, values: query.args, rowMode: 'array', types };
        const { fields, rows } = await client.query(asked);
        return {
          columnNames: fields.map(({ name }) => name),
          columnTypes: fields.map(({ dataTypeID }) => columnTypes[dataTypeID] ?? 7),
          rows,
        };
      }),
    executeRaw: (query: { sql: string; args: unknown[] }) =>
      guarded(async () => (await client.query(query.sql, query.args)).rowCount ?? 0),
    executeScript: (script: string) => guarded(async () => void (await client.query(script))),
    startTransaction: () => Promise.reject(new Error('no transaction is expected')),
    getConnectionInfo: () => ({ ok: true, value: { schemaName: 'public', supportsRelationJoins: false } }),
    dispose: () => ok(undefined),
  };
  return {
    provider: 'postgres',
    adapterName: 'judge',
    errorRegistry: { consumeError: () => errors.at(-1) },
    connect: () => ok(connection),
    connectToShadowDb: () => ok(connection),
  };
}
