import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../../shared/database.ts';

export { refusal } from '../../shared/database.ts';

const project = fileURLToPath(new URL('..', import.meta.url));

/** A migrated database of one test's own. */
export const database = () => openDatabase(project);

/** The text of a file of this workspace. */
export function sqlFile(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
}

/** Names of the migrations, in order. */
export function migrations(): readonly string[] {
  const folder = new URL('../prisma/migrations', import.meta.url);
  return readdirSync(folder)
    .filter((name) => /^\d/.test(name))
    .sort();
}
