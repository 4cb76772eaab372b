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
  definition: string;
  is_unique: boolean;
  is_valid: boolean;
  is_clustered: boolean;
  is_replica_identity: boolean;
  tablespace: string | null;
  statistics: string[] | null;
}

/** Indexes that no constraint stands on. https://www.postgresql.org/docs/18/catalog-pg-index.html */
export const indexes: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid >= 16384)',
  sql: (version) => `
    SELECT c.oid, c.relnamespace AS namespace, c.relname AS name, c.relkind, i.indrelid AS relation,
      pg_catalog.pg_get_indexdef(c.oid) AS definition, i.indisunique AS is_unique,
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
        method: reparsable(
          sortParameters(
            row.definition.slice(row.definition.indexOf(' USING ', headLength(row, table.name)) + 7),
          ),
        ),
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

/** The least length of `CREATE INDEX name ON table`, past which the first ` USING ` is the keyword and not part of a name. */
function headLength(row: Row, table: string): number {
  return 'CREATE INDEX '.length + row.name.length + ' ON '.length + table.length;
}
