import { historySuite } from '../history.suite.ts';

// The down file of Supabase is a finding of its own; it has its case under cases/history.
historySuite('Supabase', {
  layout: 'supabase',
  runner: 'supabase',
  folder: 'supabase/migrations',
  fileOf: (name) => `${name}.sql`,
  downOf: (name) => `${name}.down.sql`,
  firstLine: 1,
  transaction: 'pipeline',
  names: ['20240101000000_init', '20240102000000_b', '20240102000001_a'],
  sameVersion: { names: ['20240101000000_a', '20240101000000_b'], severity: 'error' },
});
