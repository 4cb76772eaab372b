import { expect, test } from 'vitest';
import { foundBy } from './found-by.ts';

test('on Supabase a table of public that its API answers for needs row security, now or later in the history', async () => {
  const found = await foundBy(
    'row-security-required',
    'supabase',
    `CREATE TABLE open (id bigint PRIMARY KEY);
     CREATE TABLE later (id bigint PRIMARY KEY);
     CREATE TABLE withheld (id bigint PRIMARY KEY);
     REVOKE ALL ON withheld FROM anon, authenticated;
     CREATE SCHEMA inner_room CREATE TABLE hidden (id bigint PRIMARY KEY);`,
    'ALTER TABLE later ENABLE ROW LEVEL SECURITY; ALTER TABLE open ADD COLUMN name text;',
  );
  expect(found).toEqual([
    "001: public.open has no row security: through Supabase's API anon, authenticated may read or change all of it",
  ]);
});

test('elsewhere no table needs row security unless the policy asks for it', async () => {
  expect(await foundBy('row-security-required', 'none', 'CREATE TABLE t (id bigint PRIMARY KEY);')).toEqual(
    [],
  );
});

test('a view of the accounts in public is found, since auth.users has row security', async () => {
  const found = await foundBy(
    'view-passes-row-security',
    'supabase',
    `CREATE VIEW people AS SELECT id, email FROM auth.users;
     CREATE VIEW me AS SELECT id, email FROM auth.users WHERE id = auth.uid();
     CREATE VIEW invoked WITH (security_invoker) AS SELECT id FROM auth.users;`,
  );
  expect(found).toEqual([
    '001: anon, authenticated may read public.people, which reads auth.users past its row security',
  ]);
});

test('rows that anybody may add through the API are worth knowing', async () => {
  const found = await foundBy(
    'policy-always-true',
    'supabase',
    `CREATE TABLE letters (id bigint PRIMARY KEY);
     ALTER TABLE letters ENABLE ROW LEVEL SECURITY;
     CREATE POLICY writing ON letters FOR INSERT TO anon WITH CHECK (true);
     CREATE POLICY service ON letters TO service_role USING (true);`,
  );
  expect(found).toEqual(['001: policy `writing` of public.letters lets anon insert any row']);
});

test("policies that the history adds to the platform's own tables are judged, those of the platform are not", async () => {
  const found = await foundBy(
    'policy-always-true',
    'supabase',
    'CREATE POLICY files ON storage.objects FOR DELETE TO authenticated USING (true);',
  );
  expect(found).toEqual(['001: policy `files` of storage.objects lets authenticated delete any row']);
});

test('a foreign table that the API answers for is found, since it has no row security', async () => {
  const found = await foundBy(
    'row-security-required',
    'supabase',
    `CREATE FOREIGN DATA WRAPPER elsewhere;
     CREATE SERVER there FOREIGN DATA WRAPPER elsewhere;
     CREATE FOREIGN TABLE orders (id bigint) SERVER there;`,
  );
  expect(found).toEqual([
    "001: public.orders has no row security: through Supabase's API anon, authenticated may read or change all of it",
  ]);
  const elsewhere = await foundBy(
    'row-security-required',
    'none',
    `CREATE EXTENSION postgres_fdw; CREATE ROLE web_anon; CREATE ROLE clerk;
     CREATE SERVER there FOREIGN DATA WRAPPER postgres_fdw;
     CREATE FOREIGN TABLE orders (id bigint) SERVER there;
     CREATE FOREIGN TABLE bills (id bigint) SERVER there;
     GRANT SELECT ON orders TO web_anon; GRANT SELECT ON bills TO clerk;`,
  );
  expect(elsewhere).toEqual([
    '001: public.orders has no row security: web_anon may read or change all of it',
  ]);
});

test('a partition that the API answers for is found where row security stands on its parent alone', async () => {
  const found = await foundBy(
    'partition-without-row-security',
    'supabase',
    `CREATE TABLE visits (id bigint, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
     ALTER TABLE visits ENABLE ROW LEVEL SECURITY;`,
    "CREATE TABLE visits_2025 PARTITION OF visits FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');",
  );
  expect(found).toEqual([
    expect.stringMatching(/^002: anon, authenticated may use public\.visits_2025 past the row security/),
  ]);
});
