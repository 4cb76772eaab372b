import { historySuite } from './history.suite.ts';

historySuite('Prisma', {
  layout: 'prisma',
  runner: 'prisma',
  folder: 'prisma/migrations',
  fileOf: (name) => `${name}/migration.sql`,
  downOf: (name) => `${name}/down.sql`,
  firstLine: 1,
  transaction: 'simple-query',
  names: ['20240101000000_init', '20240102000000_b', '20240102000001_a'],
  sameVersion: { names: ['20240101000000_a', '20240101000000_b'], severity: 'info' },
  extras: () => ({ 'migration_lock.toml': 'provider = "postgresql"\n' }),
});
