import { historySuite } from '../history.suite.ts';

historySuite('Drizzle with a journal', {
  layout: 'drizzle',
  runner: 'drizzle',
  folder: 'drizzle',
  fileOf: (name) => `${name}.sql`,
  downOf: (name) => `${name}.down.sql`,
  firstLine: 1,
  transaction: 'block',
  // The journal decides, not the names.
  names: ['0001_late_wolf', '0000_calm_hulk', '0002_odd_hawk'],
  sameVersion: null,
  extras: (names) => ({
    'meta/_journal.json': JSON.stringify({
      version: '7',
      dialect: 'postgresql',
      entries: names.map((tag, idx) => ({ idx, version: '7', when: 1_700_000_000_000 + idx, tag })),
    }),
  }),
});

historySuite('Drizzle with folders', {
  layout: 'drizzle',
  runner: 'drizzle',
  folder: 'drizzle',
  fileOf: (name) => `${name}/migration.sql`,
  downOf: (name) => `${name}/down.sql`,
  firstLine: 1,
  transaction: 'block',
  names: ['20240101000000_calm_hulk', '20240102000000_late_wolf', '20240103000000_odd_hawk'],
  sameVersion: null,
});
