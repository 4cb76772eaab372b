import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDiffCases } from './judge/cases.ts';

const root = resolve(import.meta.dirname, '../cases/diff');
const known = ['after.sql', 'before.sql', 'renames.txt', 'rows.sql', 'survived.sql', 'survives.sql'];

describe('the corpus of before and after', () => {
  const cases = readDiffCases();

  test('has at least 300 cases', () => {
    expect(cases.length).toBeGreaterThanOrEqual(300);
  });

  test('names its cases in plain words', () => {
    const odd = cases.map(({ name }) => name).filter((name) => !/^[a-z-]+\/[a-z0-9-]+$/.test(name));
    expect(odd).toEqual([]);
  });

  test('holds no file that no test reads', () => {
    const files = cases.flatMap(({ name }) => readdirSync(join(root, name)).map((file) => `${name}/${file}`));
    expect(files.filter((file) => !known.includes(file.split('/').at(-1)!))).toEqual([]);
  });

  test('asks about rows wherever it inserts some, and only there', () => {
    const halves = cases.filter(({ rows, survives }) => (rows === undefined) !== (survives === undefined));
    expect(halves.map(({ name }) => name)).toEqual([]);
  });

  test('names every role so that it cannot be mistaken for a real one', () => {
    const roles = cases.flatMap(({ name, before, after }) =>
      [...`${before}\n${after}`.matchAll(/create role "?(\w+)/gi)]
        .filter(([, role]) => role?.startsWith('case') !== true)
        .map(([, role]) => `${name}: ${role}`),
    );
    expect(roles).toEqual([]);
  });
});
