import { expect, test } from 'vitest';
import { hazardTeller } from '../../../../test/judge/told.ts';

const told = hazardTeller();

/** What the plan says from one way to secure the rows of a table to another. */
async function said(before: string, after: string): Promise<readonly string[]> {
  const table = 'CREATE TABLE t (a int);';
  const hazards = await told(table + before, table + after, '', false);
  return hazards.map(([kind, message]) => `${kind}: ${message}`);
}

const enabled = 'ALTER TABLE t ENABLE ROW LEVEL SECURITY;';
const forced = 'ALTER TABLE t FORCE ROW LEVEL SECURITY;';
const fromOwner = 'breaks-code: The owner of public.t sees only those of its rows that a policy allows.';
const fromRoles = 'breaks-code: Roles without a policy on public.t see none of its rows any more.';

test('row security hides rows from roles, and where it is forced from the owner', async () => {
  expect(await said('', enabled)).toEqual([fromRoles]);
  expect(await said('', forced)).toEqual([]);
  expect(await said(enabled, enabled + forced)).toEqual([fromOwner]);
  expect(await said(forced, enabled + forced)).toEqual([fromRoles, fromOwner]);
  expect(await said('', enabled + forced)).toEqual([fromRoles, fromOwner]);
  expect(await said(enabled + forced, '')).toEqual([]);
});

test('roles lose rows with a permissive policy that goes, and by a restrictive one that comes', async () => {
  const all = 'CREATE POLICY open ON t USING (true);';
  const some = 'CREATE POLICY positive ON t AS RESTRICTIVE USING (a > 0);';
  const lost = 'breaks-code: Roles lose what the policy open allows them in public.t.';
  const restricted =
    'breaks-code: Roles lose the rows of public.t that the policy positive does not allow them.';
  expect(await said(enabled + all + some, enabled)).toEqual([lost]);
  expect(await said(enabled, enabled + all + some)).toEqual([restricted]);
  expect(await said(all, some)).toEqual([]);
  expect(await said(all, enabled + some)).toEqual([fromRoles, restricted]);
  const turned = all.replace(' USING', ' AS RESTRICTIVE USING');
  expect(await said(enabled + all, enabled + turned)).toEqual([restricted.replace('positive', 'open')]);
});

test('roles lose rows where a permissive policy is for fewer of them, or a restrictive one for more', async () => {
  const permissive = (roles: string) => `${enabled} CREATE POLICY p ON t TO ${roles} USING (true)`;
  const restrictive = (roles: string) =>
    `${enabled} CREATE POLICY p ON t AS RESTRICTIVE TO ${roles} USING (a > 0)`;
  const lost = ['breaks-code: Roles lose what the policy p allows them in public.t.'];
  const restricted = ['breaks-code: Roles lose the rows of public.t that the policy p does not allow them.'];
  expect(await said(permissive('PUBLIC'), permissive('pg_monitor'))).toEqual(lost);
  expect(await said(permissive('pg_monitor'), permissive('PUBLIC'))).toEqual([]);
  expect(await said(restrictive('pg_monitor'), restrictive('pg_monitor, pg_read_all_data'))).toEqual(
    restricted,
  );
  expect(await said(restrictive('pg_monitor, pg_read_all_data'), restrictive('pg_monitor'))).toEqual([]);
});

test('roles may lose rows by another condition, and lose them with a command', async () => {
  const lost = (verb: string) => [`breaks-code: Roles ${verb} what the policy p allows them in public.t.`];
  const policy = (clauses: string) => `${enabled} CREATE POLICY p ON t ${clauses}`;
  for (const [before, after, expected] of [
    ['USING (true)', 'USING (a > 0)', lost('may lose')],
    ['USING (true)', 'USING (true) WITH CHECK (a > 0)', lost('may lose')],
    ['USING (a > 0)', 'USING (true)', []],
    ['USING (true)', 'FOR SELECT USING (true)', lost('lose')],
    ['FOR SELECT USING (true)', 'USING (true) WITH CHECK (a > 0)', []],
    [
      'AS RESTRICTIVE USING (true)',
      'AS RESTRICTIVE USING (true) WITH CHECK (a > 0)',
      ['breaks-code: Roles may lose the rows of public.t that the policy p does not allow them.'],
    ],
  ] as const)
    expect(await said(policy(before), policy(after)), `${before}, then ${after}`).toEqual(expected);
});
