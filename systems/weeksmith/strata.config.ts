import { defineConfig } from 'pgstrata/config';

export default defineConfig({
  layout: 'supabase',
  failOn: 'warning',
});
