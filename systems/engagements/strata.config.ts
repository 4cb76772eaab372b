import { defineConfig } from 'pgstrata/config';

export default defineConfig({
  layout: 'prisma',
  // Made once for each server by whoever runs it: the service, the board's reader, and the one that searches for repeats.
  roles: ['engagements_app', 'engagements_board', 'engagements_search'],
  seeds: ['seed/seed.sql'],
  failOn: 'warning',
  policies: {
    requireRowSecurity: ['public'],
    foreignKeysIndexed: true,
  },
});
