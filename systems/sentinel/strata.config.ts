import { defineConfig } from 'pgstrata/config';

export default defineConfig({
  layout: 'prisma',
  seeds: ['seed/small.sql'],
  failOn: 'warning',
  policies: {
    foreignKeysIndexed: true,
    // What a list says of members, badges and visitors outlives nobody's wish to tidy up; an event takes its guest list along.
    deleteActions: ['restrict', 'cascade'],
    lookupTables: {
      tables: ['member_statuses', 'member_types', 'visit_types', 'badge_statuses'],
      columns: {
        id: 'uuid',
        code: 'character varying(50)',
        name: 'character varying(100)',
        description: 'text',
        color: 'character varying(7)',
        created_at: 'timestamp(3) with time zone',
        updated_at: 'timestamp(3) with time zone',
      },
      key: ['id'],
      only: true,
    },
  },
});
