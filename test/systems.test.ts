import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { repository } from './strata.ts';

const jiti = join(dirname(createRequire(import.meta.url).resolve('jiti/package.json')), 'lib/jiti-cli.mjs');

/** A table of each system that its seed fills. */
const filled = {
  descriptors: '"Descriptor"',
  engagements: '"Observation"',
  sentinel: 'members',
  tokenflow: '"Scenario"',
  weeksmith: 'plan_item',
};

test.each(Object.entries(filled))(
  'npm run try opens a database of %s with its seed until it is interrupted',
  { timeout: 180_000 },
  async (system, table) => {
    const cwd = join(repository, 'systems', system);
    const { scripts } = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8')) as {
      scripts: { try: string };
    };
    const [program, ...words] = scripts.try.split(' ');
    expect(program).toBe('jiti');
    const child = spawn(process.execPath, [jiti, ...words], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
    const [text] = (await once(child.stdout, 'data')) as [Buffer];
    const url = /^psql '(.*)'$/m.exec(text.toString())?.[1];
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    // Not counted: there are policies that hold for the owner, too.
    const { rows } = await client.query(`SELECT pg_relation_size('${table}') > 0 AS "isFilled"`);
    expect(rows).toEqual([{ isFilled: true }]);
    await client.end();
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
    await expect(new pg.Client({ connectionString: url }).connect()).rejects.toThrow();
  },
);
