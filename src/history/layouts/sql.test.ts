import { historySuite } from '../history.suite.ts';

const numbered = {
  layout: 'sql',
  folder: 'db/migrations',
  fileOf: (name: string) => `${name}.sql`,
  firstLine: 1,
} as const;

historySuite('plain SQL', {
  ...numbered,
  runner: 'plain',
  downOf: (name) => `${name}.down.sql`,
  transaction: 'auto',
  names: ['1_init', '2_b', '10_a'],
  sameVersion: { names: ['001_a', '001_b'], severity: 'warning' },
});

historySuite('pairs of up and down', {
  ...numbered,
  runner: 'plain',
  fileOf: (name) => `${name}.up.sql`,
  downOf: (name) => `${name}.down.sql`,
  transaction: 'simple-query',
  names: ['000001_init', '000002_b', '000010_a'],
  sameVersion: { names: ['000001_a', '000001_b'], severity: 'warning' },
});

historySuite('folders of up and down', {
  ...numbered,
  runner: 'plain',
  fileOf: (name) => `${name}/up.sql`,
  downOf: (name) => `${name}/down.sql`,
  transaction: 'block',
  names: ['2024-01-01-000000_init', '2024-01-02-000000_b', '2024-01-02-000001_a'],
  sameVersion: { names: ['1700000000000_a', '1700000000000_b'], severity: 'error' },
});

historySuite('dbmate', {
  ...numbered,
  runner: 'dbmate',
  frame: (up, down) => `-- the users\n-- migrate:up\n${up}${down === null ? '' : `-- migrate:down\n${down}`}`,
  firstLine: 3,
  transaction: 'block',
  names: ['20240101000000_init', '20240102000000_b', '20240102000001_a'],
  sameVersion: { names: ['20240101000000_a', '20240101000000_b'], severity: 'error' },
});

historySuite('goose', {
  ...numbered,
  runner: 'goose',
  frame: (up, down) => `-- +goose Up\n${up}${down === null ? '' : `-- +goose Down\n${down}`}`,
  firstLine: 2,
  transaction: 'block',
  names: ['1_init', '2_b', '10_a'],
  sameVersion: { names: ['00001_a', '1_b'], severity: 'error' },
});

historySuite('Flyway', {
  ...numbered,
  runner: 'flyway',
  downOf: (name) => `${name.replace(/^V/, 'U')}.sql`,
  transaction: 'auto',
  names: ['V1__init', 'V1.2__b', 'V1_10__a'],
  sameVersion: { names: ['V1.0__a', 'V1__b'], severity: 'error' },
});
