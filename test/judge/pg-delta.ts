import { type Delta, diff, encodeId, extract, type FactBase, type StableId } from '@supabase/pg-delta';
import pg from 'pg';
import type { Address } from '../../src/db/session.ts';
import { type Judge, judge } from './judges.ts';
import { conditioned, sortLists } from './lists.ts';

/** Judges with the reader of pg-delta. It knows no casts, operators, text search, statistics, transforms and languages. */
export function pgDeltaJudge(): Judge {
  return { ...judge('pg-delta', (database) => readFacts(database.address), explainDeltas), isSlow: true };
}

async function readFacts({ host, port, database, user, password, stream }: Address): Promise<FactBase> {
  const shared = stream === undefined ? {} : { stream };
  const pool = new pg.Pool({ host, port, database, user, password, ...shared, max: 1 });
  // A connection that is ended while its database is dropped is nobody's business any more.
  pool.on('error', () => {});
  pool.on('connect', leaveQuestions);
  try {
    return (await extract(pool)).factBase;
  } finally {
    await pool.end();
  }
}

/**
 * Questions of which nothing is compared here: what objects depend on, which follows from their definitions and takes half of a
 * reading's time; how many there are of the kinds that it does not know; roles.
 */
const leftOut =
  /^\s*(WITH dep AS|SELECT 'cast'::text AS kind|SELECT r1?\.rolname AS (name, r\.rolsuper|role, r2\.))/;

function leaveQuestions(client: pg.PoolClient): void {
  const ask: (text: string) => Promise<unknown> = client.query.bind(client);
  const query = (text: string) => (leftOut.test(text) ? Promise.resolve({ rows: [] }) : ask(text));
  Object.assign(client, { query });
}

function explainDeltas(first: FactBase, second: FactBase): string {
  return diff(first, second)
    .filter((delta) => !isClusterWide(delta))
    .map(describe)
    .filter((line) => line !== '')
    .join('\n');
}

/** Roles belong to the server, where other cases come and go meanwhile. */
function isClusterWide(delta: Delta): boolean {
  const kind = subject(delta).kind as string;
  return kind === 'role' || kind === 'membership' || kind === 'roleConfig';
}

function subject(delta: Delta): StableId {
  if (delta.verb === 'set') return delta.id;
  return 'fact' in delta ? delta.fact.id : delta.edge.from;
}

/** What it compares as text and means nothing: the order of storage parameters, and how a join without a condition is written. */
function sorted(value: unknown): string {
  return typeof value === 'string' ? sortLists(conditioned(value)) : JSON.stringify(value);
}

function describe(delta: Delta): string {
  const name = encodeId(subject(delta));
  switch (delta.verb) {
    case 'add':
      return `  + ${name}`;
    case 'remove':
      return `  - ${name}`;
    case 'set':
      if (sorted(delta.from) === sorted(delta.to)) return '';
      return `  ~ ${name}.${delta.attr}: ${JSON.stringify(delta.from)} -> ${JSON.stringify(delta.to)}`;
    default:
      // Dependencies follow from the definitions; only the owner is a statement of its own.
      return delta.edge.kind === 'owner'
        ? `  ${delta.verb} owner of ${name}: ${encodeId(delta.edge.to)}`
        : '';
  }
}
