import type { ReadOptions } from '../catalog/read-schema.ts';
import type { Session } from '../db/session.ts';
import { type Database, ownerRole, superuserRole } from '../engine/engine.ts';
import type { Schema } from '../model/schema.ts';
import { withRoutineFaults } from './routine-faults.ts';

/** How a throwaway database is read. */
interface ReadAsMakerOptions extends Pick<ReadOptions, 'schemas' | 'exclude' | 'secrets'> {
  /** Whether the superuser made its objects, rather than the ordinary owner. */
  readonly superuser: boolean;
}

/** Reads a throwaway database as the role that made it sees it: what that role owns carries no owner. */
export async function readAsMaker(database: Database, options: ReadAsMakerOptions): Promise<Schema> {
  await using session = await database.connect('superuser');
  return await read(session, options);
}

/** The same of what a history has made, with the faults of its functions. */
export async function readRehearsed(
  database: Database,
  options: Pick<ReadAsMakerOptions, 'superuser'>,
): Promise<Schema> {
  const schema = await readAsMaker(database, options);
  return await withRoutineFaults(schema, () => connectReader(database, options), makerOf(options));
}

/** A session for what may run code of the user's, such as reading rows: no superuser's, unless the user told it to be. */
export async function connectReader(
  database: Database,
  { superuser }: Pick<ReadAsMakerOptions, 'superuser'>,
): Promise<Session> {
  return await database.connect(superuser ? 'superuser' : 'reader');
}

async function read(session: Session, options: ReadAsMakerOptions): Promise<Schema> {
  const { readSchema } = await import('../catalog/read-schema.ts');
  const { superuser: _, ...rest } = options;
  return await readSchema(session, { ...rest, self: makerOf(options) });
}

function makerOf({ superuser }: Pick<ReadAsMakerOptions, 'superuser'>): string {
  return superuser ? superuserRole : ownerRole;
}
