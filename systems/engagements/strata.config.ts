import { defineConfig } from 'pgstrata/config';

export default defineConfig({ migrations: 'prisma/migrations' });
