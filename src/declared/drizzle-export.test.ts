import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { directory } from '../../test/strata.ts';
import { repositoryOf } from '../flows/sources/find-projects.ts';
import { drizzleInputs } from './drizzle-export.ts';

test('an export depends on the schema of another package of the checkout', () => {
  using repo = directory({
    '.git/HEAD': '',
    'packages/db/src/schema.ts': 'export {};',
    'apps/api/drizzle.config.ts': "export default { schema: '../../packages/db/src/schema.ts' };",
    'node_modules/drizzle-kit/package.json': '{ "version": "0.31.0", "bin": "bin.cjs" }',
  });
  const config = join(repo.path, 'apps/api/drizzle.config.ts');
  const inputs = () => drizzleInputs(config, repositoryOf(dirname(config)));
  const before = inputs();
  expect(inputs()).toEqual(before);
  writeFileSync(join(repo.path, 'packages/db/src/schema.ts'), 'export const more = 1;');
  expect(inputs()).not.toEqual(before);
});
