import { expect, test } from 'vitest';
import type { Plan } from '../../model/plan.ts';
import { plainSettings } from '../plain-settings.suite.ts';
import { type LoadOptions, openPrelude, readDatabase } from '../rehearsal/ground.ts';
import { withOwnerGrants } from './owner-grants.ts';

const load: LoadOptions = { cwd: '.', settings: plainSettings, platform: 'none' };

test('a new owner that another role lets create in the schema gets no right for the moment', async () => {
  await using engine = await openPrelude(load);
  await using session = await engine.main.connect('owner', { guarded: false });
  const { error } = await session.run(`CREATE ROLE keeper; CREATE ROLE granter; GRANT granter TO CURRENT_USER;
    CREATE SCHEMA shop; GRANT CREATE ON SCHEMA shop TO granter WITH GRANT OPTION;
    SET ROLE granter; GRANT CREATE ON SCHEMA shop TO keeper; RESET ROLE;
    CREATE TABLE shop.t (a int); CREATE TABLE t (a int)`);
  expect(error).toBeUndefined();
  const goal = await readDatabase(engine.main, load);
  const given = (table: string): Plan => {
    const sql = `ALTER TABLE ${table} OWNER TO keeper`;
    const step = {
      sql,
      object: `table:${table}`,
      verb: 'alter',
      hazards: [],
      transaction: 'together',
    } as const;
    return { changes: [], steps: [step], renameOffers: [] };
  };
  const sqlOf = (table: string) => withOwnerGrants(given(table), goal).steps.map(({ sql }) => sql);
  expect(sqlOf('shop.t')).toEqual(['ALTER TABLE shop.t OWNER TO keeper']);
  expect(sqlOf('public.t')).toEqual([
    'GRANT CREATE ON SCHEMA public TO keeper',
    'ALTER TABLE public.t OWNER TO keeper',
    'REVOKE CREATE ON SCHEMA public FROM keeper',
  ]);
});
