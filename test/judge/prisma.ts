import pg from 'pg';
import type { PrismaFile } from '../../src/declared/prisma/blocks.ts';
import { loadEngine } from '../../src/declared/prisma/engine.ts';

/** How Prisma's engine numbers the types of columns; what it is not told of is text to it. */
const columnTypes: Readonly<Record<number, number>> = {
  16: 5,
  18: 6,
  20: 1,
  21: 0,
  23: 0,
  26: 1,
  700: 2,
  701: 3,
  1000: 69,
  1002: 70,
  1005: 64,
  1007: 64,
  1009: 71,
  1015: 71,
  1028: 65,
  22: 64,
};

const exactTypes = new Set([16, 21, 23, 700, 701, 1000, 1002, 1005, 1007, 1009, 1015, 1028]);
const asText = (value: string) => value;
const exact = {
  getTypeParser(oid: number) {
    if (oid === 22)
      return (value: string) =>
        value
          .split(' ')
          .filter((part) => part !== '')
          .map(Number);
    const known = exactTypes.has(oid) ? oid : oid === 1003 ? 1009 : undefined;
    return known === undefined ? asText : pg.types.getTypeParser(known as 16);
  },
} as unknown as pg.CustomTypesConfig;

/** What Prisma's own engine says must change for a database to be what a schema declares: its summary, empty where nothing. */
export async function askPrisma(
  url: string,
  files: readonly PrismaFile[],
  schemas = 'public',
): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`SET search_path = ${schemas}`);
    const engine = await openSchemaEngine(client, files);
    const shown = (tag: string) => ({
      tag,
      files: files.map(({ name, text }) => ({ path: name, content: text })),
      configDir: '.',
    });
    const { stdout } = await engine.diff({
      from: shown('schemaDatasource'),
      to: shown('schemaDatamodel'),
      script: false,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return /No difference detected/.test(stdout) ? '' : stdout;
  } finally {
    await client.end();
  }
}

interface Engine {
  diff(params: unknown): Promise<{ stdout: string }>;
}

async function openSchemaEngine(client: pg.Client, files: readonly PrismaFile[]): Promise<Engine> {
  const { SchemaEngine } = await loadEngine();
  const connection = connectionOver(client);
  const factory = {
    provider: 'postgres',
    adapterName: 'judge',
    errorRegistry: { consumeError: () => undefined },
    connect: async () => ok(connection),
    connectToShadowDb: async () => ok(connection),
  };
  const datamodels = files.map(({ name, text }): [string, string] => [name, text]);
  return (await SchemaEngine.new({ datamodels }, () => {}, factory)) as unknown as Engine;
}

const ok = <T>(value: T) => ({ ok: true, value });

function connectionOver(client: pg.Client) {
  const ask = async ({ sql, args }: { sql: string; args: unknown[] }) => {
    try {
      const asked: pg.QueryArrayConfig = { text: sql, values: args, rowMode: 'array', types: exact };
      const { fields, rows } = await client.query(asked);
      return ok({
        columnNames: fields.map(({ name }) => name),
        columnTypes: fields.map(
          ({ dataTypeID }) => columnTypes[dataTypeID] ?? (dataTypeID === 1003 ? 71 : 7),
        ),
        rows,
      });
    } catch (error) {
      const { code = 'XX000', message } = error as { code?: string; message: string };
      return {
        ok: false,
        error: {
          kind: 'postgres',
          code,
          message,
          severity: 'ERROR',
          originalCode: code,
          originalMessage: message,
        },
      };
    }
  };
  return {
    provider: 'postgres',
    adapterName: 'judge',
    queryRaw: ask,
    executeRaw: async (query: { sql: string; args: unknown[] }) => {
      const asked = await ask(query);
      return asked.ok ? ok(0) : asked;
    },
    executeScript: async (script: string) => {
      await client.query(script);
      return ok(undefined);
    },
    startTransaction: async () => ({ ok: false, error: { kind: 'GenericJs', id: 0 } }),
    getConnectionInfo: () => ok({ schemaName: 'public', supportsRelationJoins: false }),
    dispose: async () => ok(undefined),
  };
}
