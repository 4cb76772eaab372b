import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { repository, strata } from './strata.ts';

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

interface Proofs {
  readonly projects: readonly {
    readonly migrations: readonly { readonly migration: string; readonly verdict: string }[];
    readonly seeds: {
      readonly givenUp: readonly { readonly migration: string; readonly lost: readonly string[] }[];
    };
  }[];
}

test('weeksmith tells its schema and the way back from each migration', { timeout: 180_000 }, async () => {
  const { stdout: diagram } = await strata(['dump', 'systems/weeksmith', '--schema', 'public', '--mermaid']);
  const { stdout } = await strata(['prove', 'systems/weeksmith', '--json']);
  const [{ migrations, seeds }] = (JSON.parse(stdout) as Proofs).projects as [Proofs['projects'][number]];
  const rows = migrations.map(({ migration, verdict }, i) => {
    const lost = seeds.givenUp.find((one) => one.migration === migration)?.lost ?? [];
    const to = migrations[i - 1]?.migration ?? 'none';
    return `| \`${migration}\` | \`--to ${to}\` | ${verdict} | ${lost.join(', ').replaceAll('the rows of public.', '') || 'nothing'} |`;
  });
  const page = `# The schema, and the way back

Written by \`npm test -- test/systems.test.ts -u\`, from what the migrations make and what \`strata prove\` saw of their rollbacks.

## Tables

\`\`\`mermaid
${diagram}\`\`\`

## The way back

\`npx strata rollback systems/weeksmith --live "$DATABASE_URL"\` and what is listed here take a migration back with all that came after it.
Each rollback is a file of the same name in \`supabase/rollbacks\`; it runs up, down and up again with the sample data before it is
called proven. Rows of a table that goes are exported first by whoever wants to keep them.

| migration | taken back by | its rollback | rows given up |
| --- | --- | --- | --- |
${rows.reverse().join('\n')}
`;
  await expect(page).toMatchFileSnapshot(join(repository, 'systems/weeksmith/docs/schema.md'));
});
