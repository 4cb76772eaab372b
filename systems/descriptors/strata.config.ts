import { defineConfig } from 'pgstrata/config';

export default defineConfig({
  seeds: ['seed/seed.sql'],
  failOn: 'warning',
  policies: { foreignKeysIndexed: true },
  allow: [
    {
      rule: 'rename-column',
      in: '20260115141500_rename_score_columns',
      because: 'The application is stopped for a deploy: marking takes place a few days in the year.',
    },
    {
      rule: 'index-blocks-writes',
      because: 'Some thousand descriptors are indexed in a moment, and nobody writes during a deploy.',
    },
    {
      rule: 'foreign-key-scan',
      in: '20260204154000_descriptor_batch_workflow',
      because: 'The columns are new and empty, and some thousand rows are read in a moment.',
    },
    {
      rule: 'check-scan',
      in: '20260204154000_descriptor_batch_workflow',
      because: 'The workflow must hold for every row from its first day on, and the table is small.',
    },
    {
      rule: 'work-under-lock',
      in: '20260204154000_descriptor_batch_workflow',
      because: 'The workflow arrives whole or not at all, and the table is small.',
    },
    {
      rule: 'enum-type',
      because: 'Each list is closed: code branches on every one of its values.',
    },
  ],
});
