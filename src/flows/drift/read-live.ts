import { createHash } from 'node:crypto';
import { readPlatformExtensions } from '../../catalog/provenance.ts';
import { readSchema } from '../../catalog/read-schema.ts';
import type { Queryable } from '../../db/queryable.ts';
import type { Ledger } from '../../model/ledger.ts';
import type { Schema } from '../../model/schema.ts';

/** A live database as it was read. */
export interface LiveReading {
  /** All of it, as the server has it. */
  readonly raw: Schema;
  /** Names exactly what was read: the same text, the same database. */
  readonly hash: string;
  readonly platformExtensions: ReadonlySet<string>;
  /** The role whose objects carry no owner: the ledger's, since it ran the migrations. */
  readonly self: string;
}

/** Reads a live database as the role that runs its migrations sees it. */
export async function readLive(live: Queryable, ledger: Ledger): Promise<LiveReading> {
  const self = await ownerOf(live, ledger);
  const raw = await readSchema(live, { self });
  return { raw, hash: schemaHash(raw), platformExtensions: await readPlatformExtensions(live), self };
}

/** The same again, to see whether anything has changed meanwhile. */
export async function hashLive(live: Queryable, { self }: Pick<LiveReading, 'self'>): Promise<string> {
  return schemaHash(await readSchema(live, { self }));
}

async function ownerOf(live: Queryable, { schema, table, exists }: Ledger): Promise<string> {
  const [row] = await live.query<{ owner: string }>(
    `SELECT coalesce((SELECT r.rolname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_roles r ON r.oid = c.relowner
       WHERE $3::boolean AND n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p')), current_user)::text AS owner`,
    [schema, table, exists],
  );
  return row?.owner ?? 'postgres';
}

function schemaHash({ facts }: Schema): string {
  const hash = createHash('sha256');
  for (const [id, { definition }] of facts) hash.update(JSON.stringify([id, definition]));
  return hash.digest('hex').slice(0, 32);
}
