import { expect, test } from 'vitest';
import { foundBy } from '../../../test/found-by.ts';

const tables = `
  CREATE ROLE anon; CREATE TABLE plain (id bigint PRIMARY KEY, iban text); CREATE TABLE guarded (owner text);
  ALTER TABLE guarded ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON guarded USING (owner = current_user);`;

test('a grant on all tables of a schema gives those without row security to the roles of an API as well', async () => {
  const all = 'GRANT ALL ON ALL TABLES IN SCHEMA public TO anon;';
  expect(await foundBy('row-security-required', 'none', tables, all)).toEqual([
    '002: anon may read or change all of public.plain, which has no row security while others of the schema do',
  ]);
  const revoked = 'REVOKE ALL ON plain FROM anon;';
  expect(await foundBy('row-security-required', 'none', tables, all, revoked)).toEqual([]);
});

test('tables of a project without any row security are granted as they were meant', async () => {
  const grant = 'GRANT SELECT ON ALL TABLES IN SCHEMA public TO anon;';
  const plain = 'CREATE ROLE anon; CREATE TABLE plain (id bigint PRIMARY KEY);';
  expect(await foundBy('row-security-required', 'none', plain, grant)).toEqual([]);
});
