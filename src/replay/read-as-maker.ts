import type { ReadOptions } from '../catalog/read-schema.ts';
import { type Database, ownerRole, superuserRole } from '../engine/engine.ts';
import type { Schema } from '../model/schema.ts';

/** How a throwaway database is read. */
interface ReadAsMakerOptions extends Pick<ReadOptions, 'schemas' | 'exclude' | 'secrets'> {
  /** Whether the superuser made its objects, rather than the ordinary owner. */
  readonly superuser: boolean;
}

/** Reads a throwaway database as the role that made it sees it: what that role owns carries no owner. */
export async function readAsMaker(database: Database, options: ReadAsMakerOptions): Promise<Schema> {
  const { readSchema } = await import('../catalog/read-schema.ts');
  const { superuser, ...rest } = options;
  await using session = await database.connect('superuser');
  return await readSchema(session, { ...rest, self: superuser ? superuserRole : ownerRole });
}
