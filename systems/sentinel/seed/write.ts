import { writeFileSync } from 'node:fs';
import { seedSql } from './sql.ts';

writeFileSync(new URL('small.sql', import.meta.url), seedSql());
