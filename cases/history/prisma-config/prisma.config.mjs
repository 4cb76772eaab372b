import path from 'node:path';
import { defineConfig } from 'prisma/config';

// migrations: { path: 'elsewhere' }
export default defineConfig({
  schema: path.join('database', 'models'),
  migrations: { path: './database/history', seed: 'tsx seed.ts' },
});
