import type pg from 'pg';
import { type Refusal, refusalOf, systemOf } from '../../shared/database.ts';

export const { database, sqlFile } = systemOf(import.meta.url);

/** Whoever sends a statement: one of the two people of the fixture, nobody in particular, or the service itself. */
export type Actor =
  | { readonly role: 'authenticated'; readonly id: string }
  | { readonly role: 'anon' | 'service_role' };

/** The people of test/fixture.sql; everything of theirs is in there twice, under ids that differ in one digit. */
export const ada: Actor = { role: 'authenticated', id: idOf('a', '0000') };
export const ben: Actor = { role: 'authenticated', id: idOf('b', '0000') };

/** The id of a row of the fixture. */
export function idOf(person: 'a' | 'b', row: string): string {
  return `00000000-0000-4000-8000-0000000${person}${row}`;
}

/** Runs statements in a transaction as somebody: the role and the claims that the platform sets for each request. */
export async function act<T>(client: pg.Client, actor: Actor, work: () => Promise<T>): Promise<T> {
  const claims = { role: actor.role, ...('id' in actor ? { sub: actor.id } : {}) };
  await client.query('BEGIN');
  try {
    await client.query(`SET LOCAL ROLE ${actor.role}`);
    await client.query(`SELECT set_config('request.jwt.claims', $1, true)`, [JSON.stringify(claims)]);
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

/** Why the server refuses `sql`, sent by somebody or by the owner of the tables, or undefined where it accepts it. */
export function refusal(client: pg.Client, sql: string, actor?: Actor): Promise<Refusal | undefined> {
  return refusalOf(() =>
    actor === undefined ? client.query(sql) : act(client, actor, () => client.query(sql)),
  );
}
