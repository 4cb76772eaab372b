import { defineConfig } from 'pgstrata/config';

export default defineConfig({
  layout: 'prisma',
  failOn: 'warning',
});
