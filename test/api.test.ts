import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as api from '../src/index.ts';
import { repository } from './strata.ts';

const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
};

test('docs/api.md names every function that the package exports', () => {
  const page = readFileSync(join(repository, 'docs/api.md'), 'utf8');
  expect(Object.keys(api).length).toBeGreaterThan(10);
  expect(Object.keys(api).filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test('every entry of the package has a source that it is built from', () => {
  for (const entry of Object.values(manifest.exports)) {
    if (typeof entry === 'string') continue;
    const source = entry.default.replace('./dist/', 'src/').replace(/\.js$/, '.ts');
    expect(readFileSync(join(repository, source), 'utf8')).toContain('export ');
    expect(entry.types).toBe(entry.default.replace(/\.js$/, '.d.ts'));
  }
});
