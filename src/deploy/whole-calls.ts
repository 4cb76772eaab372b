import type { Queryable } from '../db/queryable.ts';
import type { Unit } from '../model/deployment.ts';
import { qualifiedPattern, splitIdentifier } from '../postgres/identifier.ts';

const call = new RegExp(`^CALL\\s+(${qualifiedPattern})\\s*\\(`, 'iu');
/** What ends a transaction in PL/pgSQL, or calls what may. */
const control = /\b(?:COMMIT|ROLLBACK|CALL)\b|\bDO\s*(?:LANGUAGE\b|\$|E?'|--|\/\*)/i;

/**
 * A bare CALL of a procedure that cannot end a transaction, as a unit in a transaction: there it is written down with its effect, and
 * nobody has to be asked what a failure left of it. Every other unit stays what it is. Asked right before the unit runs, since
 * the migration itself may make the procedure.
 * https://www.postgresql.org/docs/18/plpgsql-transactions.html
 */
export async function inOneWhereWhole(db: Queryable, unit: Unit): Promise<Unit> {
  const name = call.exec(unit.statements[0]?.sql ?? '')?.[1];
  if (unit.kind !== 'bare' || name === undefined) return unit;
  const [procedure, schema] = splitIdentifier(name).reverse();
  const called = await db.query<{ language: string; source: string }>(
    `SELECT l.lanname::text AS language, p.prosrc AS source
      FROM pg_catalog.pg_proc p
      JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
      JOIN pg_catalog.pg_language l ON l.oid = p.prolang
      WHERE p.prokind = 'p' AND p.proname = $1
        AND CASE WHEN $2::text IS NULL THEN pg_catalog.pg_function_is_visible(p.oid) ELSE n.nspname = $2 END`,
    [procedure, schema ?? null],
  );
  const isWhole = called.every(
    ({ language, source }) => language === 'sql' || (language === 'plpgsql' && !control.test(source)),
  );
  return isWhole ? { ...unit, kind: 'transaction' } : unit;
}
