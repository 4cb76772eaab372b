import type { Queryable } from '../db/queryable.ts';

/** A parameter, in the order of `$1`, `$2`. */
export interface Parameter {
  /** Unquoted; empty where it has none. */
  readonly name: string;
  /** `i` and `v` go in, `b` both ways, `o` and `t` come out. */
  readonly mode: 'i' | 'o' | 'b' | 'v' | 't';
  readonly type: string;
  /** `c` rows of a table, `p` what stands for any type. */
  readonly kind: string;
}

/** A routine in SQL or PL/pgSQL whose body is a text, as the catalog has it. */
export interface Routine {
  /** As a fact has it: `public.f(integer, text)`. */
  readonly name: string;
  /** Unquoted. */
  readonly bare: string;
  readonly kind: 'function' | 'procedure';
  readonly language: 'sql' | 'plpgsql';
  readonly source: string;
  /** The statement that would make it as it is; null in PL/pgSQL. */
  readonly definition: string | null;
  readonly parameters: readonly Parameter[];
  readonly result: string;
  /** Whether rows come out of it. */
  readonly isRow: boolean;
  readonly isSet: boolean;
  /** Its own search_path. */
  readonly path: string | null;
  /** The tables whose triggers call it, quoted and qualified. */
  readonly tables: readonly string[];
  /** Unquoted: what its triggers call the tables of all rows that a statement has changed. */
  readonly transitions: readonly string[];
}

/**
 * The routines of one role. Those in trees (`BEGIN ATOMIC`) are left out: the server itself keeps what they use.
 * https://www.postgresql.org/docs/18/catalog-pg-proc.html
 */
export const routinesSql = `
  SELECT pg_catalog.format('%I.%I(%s)', n.nspname, p.proname, pg_catalog.oidvectortypes(p.proargtypes)) AS name,
    p.proname AS bare, CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END AS kind, l.lanname AS language,
    p.prosrc AS source, CASE l.lanname WHEN 'sql' THEN pg_catalog.pg_get_functiondef(p.oid) END AS definition,
    (SELECT coalesce(pg_catalog.json_agg(pg_catalog.json_build_object(
        'name', coalesce(p.proargnames[a.i], ''), 'mode', coalesce(p.proargmodes[a.i], 'i'),
        'type', pg_catalog.format_type(a.type, NULL), 'kind', t.typtype) ORDER BY a.i), '[]')
      FROM pg_catalog.unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) WITH ORDINALITY AS a(type, i)
      JOIN pg_catalog.pg_type t ON t.oid = a.type) AS parameters,
    pg_catalog.format_type(p.prorettype, NULL) AS result, r.typtype = 'c' AS "isRow", p.proretset AS "isSet",
    (SELECT pg_catalog.substr(s, 13) FROM pg_catalog.unnest(p.proconfig) s WHERE s LIKE 'search\\_path=%') AS path,
    coalesce(t.tables, '[]') AS tables, coalesce(t.transitions, '[]') AS transitions
  FROM pg_catalog.pg_proc p
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  JOIN pg_catalog.pg_language l ON l.oid = p.prolang
  JOIN pg_catalog.pg_type r ON r.oid = p.prorettype
  LEFT JOIN (
    SELECT g.tgfoid, pg_catalog.json_agg(DISTINCT g.tgrelid::regclass::text) FILTER (WHERE g.tgenabled <> 'D') AS tables,
      pg_catalog.json_agg(DISTINCT x.name) FILTER (WHERE x.name IS NOT NULL) AS transitions
    FROM pg_catalog.pg_trigger g, LATERAL (VALUES (g.tgoldtable), (g.tgnewtable)) x(name)
    WHERE g.tgparentid = 0 AND NOT g.tgisinternal GROUP BY g.tgfoid) t ON t.tgfoid = p.oid
  WHERE p.oid >= 16384 AND p.prokind IN ('f', 'p') AND l.lanname IN ('sql', 'plpgsql') AND p.prosqlbody IS NULL
    AND p.proowner = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = $1)
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
      WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
  ORDER BY 1`;

/** The search_path with which a role's sessions begin. https://www.postgresql.org/docs/18/catalog-pg-db-role-setting.html */
export async function readUsualPath(db: Queryable, role: string): Promise<string> {
  const [row] = await db.query<{ path: string }>(
    `SELECT pg_catalog.substr(setting, 13) AS path
    FROM pg_catalog.pg_db_role_setting s, pg_catalog.unnest(s.setconfig) AS setting
    WHERE setting LIKE 'search\\_path=%'
      AND s.setdatabase IN (0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()))
      AND s.setrole IN (0, (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = $1))
    ORDER BY s.setrole = 0, s.setdatabase = 0 LIMIT 1`,
    [role],
  );
  return (row?.path ?? '"$user", public').replaceAll('"$user"', role);
}
