import { objectId } from '../../model/object-id.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { postgres14, postgres17 } from '../../postgres/versions.ts';
import { type CatalogReader, definitionOf, sorted } from '../reader.ts';
import { reparsable } from '../reparsable.ts';

interface Row {
  oid: number;
  namespace: number;
  name: string;
  owner: number;
  relkind: 'v' | 'm';
  row_type: number;
  acl: string[] | null;
  options: string[] | null;
  access_method: string | null;
  tablespace: string | null;
  is_populated: boolean;
  replica_identity: string | null;
  definition: string;
  columns: string[];
  types: string[];
  settings: string[] | null;
}

/** `VALUES` under names of the view's own: PostgreSQL writes a query around it, which it would read as another one. */
const namedValues = /^ SELECT (?:"\*VALUES\*"\.)?column1 AS [^(]*\n {3}FROM \( ?(VALUES .*)\) "\*VALUES\*"$/s;

/** Views and materialized views: each has its rule. https://www.postgresql.org/docs/18/catalog-pg-rewrite.html */
export const views: CatalogReader = {
  sql: (version) => `
    SELECT c.oid, c.relnamespace AS namespace, c.relname AS name, c.relowner AS owner, c.relkind, c.reltype AS row_type,
      c.relacl::text[] AS acl, c.reloptions || (SELECT pg_catalog.array_agg('toast.' || o) FROM pg_catalog.pg_class t,
        pg_catalog.unnest(t.reloptions) o WHERE t.oid = c.reltoastrelid) AS options, am.amname AS access_method, s.spcname AS tablespace,
      c.relispopulated AS is_populated,
      CASE WHEN c.relkind = 'm' THEN CASE c.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING' END END AS replica_identity,
      pg_catalog.pg_get_viewdef(c.oid) AS definition,
      (SELECT pg_catalog.array_agg(a.attname::text ORDER BY a.attnum) FROM pg_catalog.pg_attribute a
       WHERE a.attrelid = c.oid AND a.attnum > 0) AS columns,
      (SELECT pg_catalog.array_agg(pg_catalog.format_type(a.atttypid, a.atttypmod) || COALESCE(' COLLATE ' || l.oid::pg_catalog.regcollation::text, '')
         ORDER BY a.attnum)
       FROM pg_catalog.pg_attribute a LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation AND l.oid <> 100
       WHERE a.attrelid = c.oid AND a.attnum > 0) AS types,
      CASE c.relkind WHEN 'm' THEN (
       SELECT pg_catalog.array_agg(pg_catalog.quote_ident(a.attname) || ' ' || s.setting ORDER BY a.attnum, s.setting)
       FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid,
         LATERAL (VALUES
           (CASE WHEN a.attstattarget ${version >= postgres17 ? 'IS NOT NULL' : '>= 0'} THEN 'STATISTICS ' || a.attstattarget END),
           (CASE WHEN a.attstorage <> t.typstorage THEN 'STORAGE ' ||
             CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END),
           (${version >= postgres14 ? `CASE a.attcompression WHEN 'p' THEN 'COMPRESSION pglz' WHEN 'l' THEN 'COMPRESSION lz4' END` : 'NULL'})
           UNION ALL SELECT pg_catalog.replace(o, '=', ' ') FROM pg_catalog.unnest(a.attoptions) AS o
         ) AS s(setting)
       WHERE a.attrelid = c.oid AND a.attnum > 0 AND s.setting IS NOT NULL) END AS settings
    FROM pg_catalog.pg_rewrite r
    JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
    LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam AND am.amname <> 'heap'
    LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace
    WHERE r.oid >= 16384 AND r.rulename = '_RETURN' AND c.relkind IN ('v', 'm') AND c.relpersistence <> 't'`,
  draft(row: Row, names) {
    const at = names.qualified(row.namespace, row.name);
    if (at === undefined) return undefined;
    const kind = row.relkind === 'm' ? 'materialized-view' : 'view';
    const view = { id: objectId(kind, at.name), ...at, bare: row.name, relkind: row.relkind };
    names.relations.set(row.oid, view);
    const columns = row.columns ?? [];
    for (const [i, column] of columns.entries()) names.rememberColumn(view, row.oid, i + 1, column);
    return {
      kind,
      ...at,
      definition: definitionOf({
        owner: names.owner(row.owner),
        query: reparsable(row.definition.replace(/;$/, '')).replace(namedValues, ' $1'),
        columns: columns.map((column, index) => `${quoteIdentifier(column)} ${row.types[index]}`),
        options: sorted(row.options),
        accessMethod: row.access_method && quoteIdentifier(row.access_method),
        tablespace: row.tablespace === null ? null : quoteIdentifier(row.tablespace),
        replicaIdentity: row.replica_identity,
        columnSettings: row.settings,
      }),
      remarks: { populated: row.is_populated },
      address: { catalog: 'pg_class', oid: row.oid },
      aliases: [{ catalog: 'pg_type', oid: row.row_type }],
      ...(row.acl === null ? {} : { acl: { items: row.acl, object: 'table', owner: row.owner } }),
    };
  },
};
