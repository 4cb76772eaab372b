import { defineConfig } from 'pgstrata/config';

export default defineConfig({
  layout: 'prisma',
  seeds: ['seed/*.sql'],
  failOn: 'warning',
});
