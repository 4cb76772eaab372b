import pg from 'pg';
import type { PrismaFile } from '../../src/declared/prisma/blocks.ts';
import { loadEngine } from '../../src/declared/prisma/engine.ts';
import { adapterOver } from './prisma-adapter.ts';

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
    const { SchemaEngine } = await loadEngine();
    const datamodels = files.map(({ name, text }): [string, string] => [name, text]);
    const engine = await SchemaEngine.new({ datamodels }, () => {}, adapterOver(client));
    const shown = files.map(({ name, text }) => ({ path: name, content: text }));
    const { stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files: shown, configDir: '.' },
      to: { tag: 'schemaDatamodel', files: shown },
      script: false,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return /No difference detected/.test(stdout ?? '') ? '' : (stdout ?? '');
  } finally {
    await client.end();
  }
}
