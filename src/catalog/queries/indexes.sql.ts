import { objectId } from '../../model/object-id.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { type CatalogReader, definitionOf } from '../reader.ts';
import { reparsable } from '../reparsable.ts';

interface Row {
  oid: number;
  namespace: number;
  name: string;
  relation: number;
  relkind: string;
  /** Beginning at `CREATE INDEX`, or of a plain index what stands behind `USING`. */
  definition: string;
  is_unique: boolean;
  is_valid: boolean;
  is_clustered: boolean;
  is_replica_identity: boolean;
  tablespace: string | null;
  statistics: string[] | null;
}

/**
 * What stands behind `USING` of a B-tree over columns with their types' own operator classes (varchar has text's) and their own
 * collations; null of any other index. Most are such, and `pg_get_indexdef` costs ten times as much: it opens the table.
 */
const plainDefinition = (version: number) => `
  CASE WHEN c.relam = 403 AND i.indexprs IS NULL AND i.indpred IS NULL AND c.reloptions IS NULL
    AND i.indnkeyatts = i.indnatts ${version >= 150000 ? 'AND NOT i.indnullsnotdistinct' : ''} THEN (
    SELECT 'btree (' || pg_catalog.string_agg(pg_catalog.quote_ident(a.attname) || CASE i.indoption[n]
      WHEN 0 THEN '' WHEN 1 THEN ' DESC NULLS LAST' WHEN 2 THEN ' NULLS FIRST' ELSE ' DESC' END, ', ' ORDER BY n) || ')'
    FROM pg_catalog.generate_series(0, i.indnatts - 1) AS n
    JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[n]
    HAVING pg_catalog.bool_and(a.attcollation = i.indcollation[n] AND (CASE a.atttypid WHEN 1043 THEN 25 ELSE a.atttypid END, i.indclass[n]) IN (
      SELECT o.opcintype, o.oid FROM pg_catalog.pg_opclass o WHERE o.opcmethod = 403 AND o.opcdefault))) END`;

/** Indexes that no constraint stands on. https://www.postgresql.org/docs/18/catalog-pg-index.html */
export const indexes: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid >= 16384)',
  sql: (version) => `
    SELECT c.oid, c.relnamespace AS namespace, c.relname AS name, c.relkind, i.indrelid AS relation,
      COALESCE(${plainDefinition(version)}, pg_catalog.pg_get_indexdef(c.oid)) AS definition, i.indisunique AS is_unique,
      i.indisvalid AS is_valid, i.indisclustered AS is_clustered, i.indisreplident AS is_replica_identity,
      s.spcname AS tablespace,
      CASE WHEN i.indexprs IS NOT NULL THEN (
        SELECT pg_catalog.array_agg(a.attnum || ' ' || a.attstattarget ORDER BY a.attnum)
        FROM pg_catalog.pg_attribute a
        WHERE a.attrelid = c.oid AND a.attstattarget ${version >= 170000 ? 'IS NOT NULL' : '>= 0'}) END AS statistics
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
    LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace
    WHERE i.indrelid >= 16384 AND c.relkind IN ('i', 'I') AND c.relnamespace <> 99
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k
        WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x') AND k.conrelid = i.indrelid)`,
  draft(row: Row, names) {
    const at = names.qualified(row.namespace, row.name);
    const table = names.relations.get(row.relation);
    if (at === undefined || table === undefined) return undefined;
    names.relations.set(row.oid, {
      id: objectId('index', at.name),
      ...at,
      bare: row.name,
      relkind: row.relkind,
    });
    return {
      kind: 'index',
      ...at,
      parent: table.id,
      definition: definitionOf({
        on: table.name,
        unique: row.is_unique,
        method: reparsable(sortParameters(afterUsing(row, table.name))),
        onOnly: row.relkind === 'I',
        invalid: !row.is_valid && row.relkind === 'i',
        clustered: row.is_clustered,
        replicaIdentity: row.is_replica_identity,
        tablespace: row.tablespace === null ? null : quoteIdentifier(row.tablespace),
        statistics: row.statistics,
      }),
      address: { catalog: 'pg_class', oid: row.oid },
    };
  },
};

/** The order in which storage parameters were set means nothing. */
function sortParameters(definition: string): string {
  return definition.replace(
    / WITH \(([^()]*)\)/,
    (_, list: string) =>
      ` WITH (${list
        .split(/, (?=[a-z_]+=)/)
        .sort()
        .join(', ')})`,
  );
}

/** The first ` USING ` past the least length of `CREATE INDEX name ON table` is the keyword and not part of a name. */
function afterUsing({ name, definition }: Row, table: string): string {
  if (!definition.startsWith('CREATE ')) return definition;
  const headLength = 'CREATE INDEX '.length + name.length + ' ON '.length + table.length;
  return definition.slice(definition.indexOf(' USING ', headLength) + ' USING '.length);
}
