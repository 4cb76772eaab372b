import { describe, expect, test } from 'vitest';
import { database, refusal, sqlFile } from './database.ts';

/** What the README shows as SQL, with the error that its comment promises. */
const statements = [...sqlFile('README.md').matchAll(/^```sql\n([\s\S]*?)^```/gm)].map(([, block = '']) => ({
  block,
  error: /^-- ERROR: {2}(\w{5}): (.+)$/m.exec(block),
}));

describe('the statements of the README do what it says', () => {
  test.each(statements)('$block', async ({ block, error }) => {
    await using db = await database();
    const client = await db.connect();
    await client.query(sqlFile('supabase/seeds/202510041235_sample_data.sql'));
    const refused = await refusal(client, block);
    if (error === null) expect(refused).toBeUndefined();
    else expect(refused).toMatchObject({ code: error[1], message: error[2] });
  });

  test('two of them are refused', () => {
    expect(statements.filter(({ error }) => error !== null)).toHaveLength(2);
  });
});
