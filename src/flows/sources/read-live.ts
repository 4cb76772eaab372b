import { createHash } from 'node:crypto';
import { readPlatformExtensions } from '../../catalog/provenance.ts';
import { readSchema } from '../../catalog/read-schema.ts';
import type { Queryable } from '../../db/queryable.ts';
import { ownerRole } from '../../engine/engine.ts';
import type { Ledger } from '../../model/ledger.ts';
import type { Schema } from '../../model/schema.ts';

/** A live database as it was read. */
export interface LiveReading {
  /** All of it, as the server has it. */
  readonly raw: Schema;
  /** A hash of everything that was read. */
  readonly hash: string;
  readonly platformExtensions: ReadonlySet<string>;
  /** The role whose ownership a Schema leaves out. */
  readonly self: string;
}

/** Reads a live database as the role that runs its migrations sees it. */
export async function readLive(live: Queryable, ledger: Ledger): Promise<LiveReading> {
  const self = await findRunner(live, ledger);
  const raw = await readSchema(live, { self });
  return { raw, hash: schemaHash(raw), platformExtensions: await readPlatformExtensions(live), self };
}

/** The same again, to see whether anything has changed meanwhile. */
export async function hashLive(live: Queryable, { self }: Pick<LiveReading, 'self'>): Promise<string> {
  return schemaHash(await readSchema(live, { self }));
}

/**
 * The role whose ownership a Schema leaves out: the owner of the ledger, since it ran the migrations, else the session's role. A
 * role that owns nothing is not taken: the Schema then reads as on the throwaway server, whose owner rebuilds it.
 */
export async function findRunner(live: Queryable, ledger?: Ledger): Promise<string> {
  const [row] = await live.query<{ role: string | null }>(
    `SELECT coalesce((SELECT r.rolname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_roles r ON r.oid = c.relowner
       WHERE $3::boolean AND n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p')),
      (SELECT r.rolname FROM pg_catalog.pg_roles r, pg_catalog.pg_database d
       WHERE r.rolname = current_user AND d.datname = pg_catalog.current_database() AND (${ownsSomething}))
    )::text AS role`,
    [ledger?.schema ?? null, ledger?.table ?? null, ledger?.exists ?? false],
  );
  return row?.role ?? ownerRole;
}

/**
 * Whether a role owns anything here. The catalog does not record what the bootstrap superuser (oid 10) owns, so it always counts.
 */
const ownsSomething = `r.oid = 10 OR d.datdba = r.oid OR EXISTS (SELECT FROM pg_catalog.pg_shdepend s
  WHERE s.refclassid = 'pg_catalog.pg_authid'::regclass AND s.refobjid = r.oid AND s.deptype = 'o' AND s.dbid = d.oid)`;

function schemaHash({ facts, notModelled }: Schema): string {
  const hash = createHash('sha256');
  for (const [id, { definition, remarks }] of facts) hash.update(JSON.stringify([id, definition, remarks]));
  hash.update(JSON.stringify(notModelled));
  return hash.digest('hex').slice(0, 32);
}
