import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findingNames } from '../src/model/finding-names.ts';
import { ruleNames } from '../src/model/rule-names.ts';
import { rules } from '../src/rules/rules.ts';
import { repository } from './strata.ts';

/** The sources but for tests, and the list itself. */
function sources(): readonly string[] {
  const src = join(repository, 'src');
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ts$/.test(file) && !/(\.(test|suite)|finding-names)\.ts$/.test(file))
    .map((file) => readFileSync(join(src, file), 'utf8'));
}

/** What is said of a finding's rule: `rule: 'x'`, `rule: test ? 'x' : 'y'`, and tables called `rules`. */
function namesIn(text: string): readonly string[] {
  const said = [
    ...text.matchAll(/\brule(?:: | = )[^,;\n']*'[^,;\n]*/g),
    ...text.matchAll(/const rules\b[^=]*= \{[^}]*\}/g),
  ];
  return said.flatMap(([words]) =>
    [...words.matchAll(/'([a-z]+(?:-[a-z]+)*)'/g)].map(([, name = '']) => name),
  );
}

test('every name that a finding is given in the sources may stand in the configuration', () => {
  // A rule of PostgreSQL's own is called one.
  const known = new Set(['rule', ...findingNames, ...rules.map(({ id }) => id)]);
  const found = new Set(sources().flatMap(namesIn));
  expect(found.size).toBeGreaterThan(70);
  expect([...found].filter((name) => !known.has(name))).toEqual([]);
});

test('no name is listed that no finding has', () => {
  const text = sources().join('\n');
  expect(findingNames.filter((name) => !text.includes(`'${name}'`))).toEqual([]);
  expect(findingNames).toEqual([...findingNames].sort());
});

test('every rule is listed by its name', () => {
  expect(ruleNames).toEqual(rules.map(({ id }) => id));
});
