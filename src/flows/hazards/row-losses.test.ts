import { expect, test } from 'vitest';
import { liveServer } from '../../engine/live-server.suite.ts';
import { lossesOf } from './losses.suite.ts';

const server = liveServer();

/** A database with the first migration and with what is done to it by hand, and the hazards that the second is found to have. */
async function hazardsOf(first: string, byHand: string, second: string) {
  const files = { 'migrations/001_first.sql': first, 'migrations/002_second.sql': second };
  const losses = await lossesOf(server, files, byHand, '001_first');
  return losses.map(({ isRefused, message, line }) => [isRefused, message, line]);
}

test('TRUNCATE ... CASCADE empties the tables that reference the named one, also those made by hand', async () => {
  const hazards = await hazardsOf(
    `CREATE TABLE plan (id int PRIMARY KEY); CREATE TABLE empty (id int PRIMARY KEY, plan int REFERENCES plan);
CREATE TABLE customer (id int PRIMARY KEY, other int REFERENCES empty);`,
    `INSERT INTO customer VALUES (1);
CREATE TABLE by_hand (customer int REFERENCES customer) PARTITION BY LIST (customer);
CREATE TABLE by_hand_1 PARTITION OF by_hand FOR VALUES IN (1); INSERT INTO by_hand VALUES (1);`,
    'TRUNCATE plan CASCADE;\nTRUNCATE customer, public.empty, plan CASCADE;',
  );
  expect(hazards).toEqual([
    [false, 'All rows of plan are lost: it is emptied.', 1],
    [true, 'All rows of public.by_hand are lost: it is emptied along with plan.', 1],
    [true, 'All rows of public.customer are lost: it is emptied along with plan.', 1],
    [false, 'All rows of public.empty are lost: it is emptied along with plan.', 1],
    [true, 'All rows of customer are lost: it is emptied.', 2],
    [true, 'All rows of public.by_hand are lost: it is emptied along with customer.', 2],
    [false, 'All rows of public.empty are lost: it is emptied.', 2],
    [false, 'All rows of plan are lost: it is emptied.', 2],
  ]);
});

const tenants = `CREATE SCHEMA tenant1; CREATE TABLE orders (id int); CREATE TABLE tenant1.orders (id int);
CREATE TABLE tenant1.log (id int); CREATE FUNCTION act_for(tenant text) RETURNS text RETURN set_config('search_path', tenant, true);`;
const rows = 'INSERT INTO tenant1.orders VALUES (1); INSERT INTO tenant1.log VALUES (1)';

test.each([
  ['SET search_path = tenant1;\nTRUNCATE orders;', 'All rows of tenant1.orders are lost: it is emptied.'],
  ["BEGIN;\nSELECT act_for('tenant1'); DELETE FROM orders;\nCOMMIT;", 'Rows of tenant1.orders are deleted.'],
  [
    'BEGIN; CREATE TABLE log (id int); SET LOCAL search_path = tenant1;\nDELETE FROM log; COMMIT;',
    'Rows of tenant1.log are deleted.',
  ],
  [
    'BEGIN; SET LOCAL search_path = tenant1; UPDATE orders SET id = 2;\nDELETE FROM orders; COMMIT;',
    'Rows of tenant1.orders are deleted.',
  ],
])('%j is asked of the table that its search path finds', async (sql, message) => {
  expect(await hazardsOf(tenants, rows, sql)).toEqual([[true, message, 2]]);
});

test('a table that the search path finds is nobody’s to lose where the migration made it itself', async () => {
  const own = 'BEGIN; SET LOCAL search_path = tenant1; CREATE TABLE own (id int); DELETE FROM own; COMMIT;';
  expect(await hazardsOf(tenants, rows, own)).toEqual([]);
});
