import { beforeAll, expect, test } from 'vitest';
import { loadParser } from '../sql/parse.ts';
import { unrehearsed } from './subject.suite.ts';

beforeAll(loadParser);

test('a migration knows the tables that it makes by the names that the server gives them', () => {
  const [act] = unrehearsed(
    'CREATE TABLE GRÖßE (); CREATE TABLE 😀 (); CREATE TABLE app . "Odd""B" (); create table app.Größe2 ();',
  ).acts;
  expect([...(act?.makes.keys() ?? [])]).toEqual(['grÖße', '😀', 'app.Odd"B', 'app.größe2']);
});
