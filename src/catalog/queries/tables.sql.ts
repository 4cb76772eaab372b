import { objectId } from '../../model/object-id.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import {
  type CatalogReader,
  type Draft,
  definitionOf,
  type Flag,
  type RelationName,
  sorted,
} from '../reader.ts';

interface Row {
  oid: number;
  name: string;
  namespace: number;
  owner: number;
  relkind: 'r' | 'p' | 'f';
  is_unlogged: Flag;
  acl: string[] | null;
  options: string[] | null;
  toast_options: string[] | null;
  row_security: Flag;
  force_row_security: Flag;
  replica_identity: string | null;
  access_method: string | null;
  tablespace: string | null;
  partition_key: string | null;
  /** The columns that the partition key uses, in whatever expression. */
  key_columns: string[] | null;
  /** The partitioned table that it is a part of. */
  whole: number | null;
  of_type: string | null;
  row_type: number;
  server: string | null;
  server_options: string[] | null;
}

/**
 * Tables, partitioned and foreign ones too. The oids are cast so that the catalog is read through, which is faster than its index.
 * https://www.postgresql.org/docs/18/catalog-pg-class.html
 */
export const tables: CatalogReader = {
  joinsAll: true,
  sql: () => `
    SELECT c.oid, c.relname AS name, c.relnamespace AS namespace, c.relowner AS owner, c.relkind,
      NULLIF(c.relpersistence = 'u', false) AS is_unlogged, c.relacl::text[] AS acl, c.reloptions AS options, c.reltype AS row_type,
      t.reloptions AS toast_options, NULLIF(c.relrowsecurity, false) AS row_security,
      NULLIF(c.relforcerowsecurity, false) AS force_row_security, CASE c.relreplident WHEN 'd' THEN NULL
        -- Without its index it is as if there were none.
        WHEN 'i' THEN CASE WHEN NOT EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisreplident) THEN 'n'::"char" END
        ELSE c.relreplident END AS replica_identity, am.amname AS access_method, s.spcname AS tablespace,
      CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END AS partition_key,
      -- A column of the key depends on its table, so that it cannot be dropped alone.
      CASE WHEN c.relkind = 'p' THEN ARRAY(SELECT a.attname::text FROM pg_catalog.pg_depend d
        JOIN pg_catalog.pg_attribute a ON a.attrelid = d.objid AND a.attnum = d.objsubid
        WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.objsubid > 0 AND d.deptype = 'i'
          AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = c.oid AND d.refobjsubid = 0
        ORDER BY a.attnum) END AS key_columns,
      CASE WHEN c.relispartition THEN (SELECT i.inhparent FROM pg_catalog.pg_inherits i WHERE i.inhrelid = c.oid) END AS whole,
      CASE WHEN c.reloftype <> 0 THEN pg_catalog.format_type(c.reloftype, NULL) END AS of_type,
      fs.srvname AS server, f.ftoptions AS server_options
    FROM pg_catalog.pg_class c
    LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid AND t.reloptions IS NOT NULL
    LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam AND (am.amname <> 'heap' OR c.relkind = 'p')
    LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace
    LEFT JOIN pg_catalog.pg_foreign_table f ON f.ftrelid = c.oid
    LEFT JOIN pg_catalog.pg_foreign_server fs ON fs.oid = f.ftserver
    WHERE c.relkind IN ('r', 'p', 'f') AND c.oid::int8 >= 16384 AND c.relpersistence <> 't'`,
  draft(row: Row, names) {
    const at = names.qualified(row.namespace, row.name);
    if (at === undefined) return undefined;
    const kind = row.relkind === 'f' ? 'foreign-table' : 'table';
    names.relations.set(row.oid, {
      id: objectId(kind, at.name),
      ...at,
      bare: row.name,
      relkind: row.relkind,
    });
    if (row.whole !== null) names.wholes.set(row.oid, row.whole);
    const table: Draft = {
      kind,
      ...at,
      definition: definitionOf({
        owner: names.owner(row.owner),
        unlogged: row.is_unlogged,
        options: sorted(row.options),
        toastOptions: sorted(row.toast_options),
        rowSecurity: row.row_security,
        forceRowSecurity: row.force_row_security,
        replicaIdentity: kind === 'table' ? replicaIdentities[row.replica_identity ?? ''] : null,
        accessMethod: row.access_method && quoteIdentifier(row.access_method),
        tablespace: row.tablespace === null ? null : quoteIdentifier(row.tablespace),
        partitionKey: row.partition_key,
        server: row.server === null ? null : quoteIdentifier(row.server),
        serverOptions: sorted(row.server_options),
      }),
      ...(row.key_columns === null ? {} : { remarks: { keyColumns: row.key_columns.map(quoteIdentifier) } }),
      address: { catalog: 'pg_class', oid: row.oid },
      aliases: [{ catalog: 'pg_type', oid: row.row_type }],
      ...(row.acl === null ? {} : { acl: { items: row.acl, object: 'table', owner: row.owner } }),
    };
    if (row.of_type === null) return table;
    const typing: Draft = {
      kind: 'table-type',
      ...at,
      parent: objectId(kind, at.name),
      definition: { of: row.of_type },
    };
    return [table, typing];
  },
};

/** `index` is said by the index itself, `default` by silence. */
const replicaIdentities: Readonly<Record<string, string>> = { f: 'FULL', n: 'NOTHING' };

interface InheritanceRow {
  child: number;
  parent: number;
  sequence: number;
  bound: string | null;
  indexed: number | null;
}

/**
 * Who inherits from whom, and which table or index is a partition of which.
 * https://www.postgresql.org/docs/18/catalog-pg-inherits.html
 */
export const inheritance: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_inherits)',
  sql: () => `
    SELECT i.inhrelid AS child, i.inhparent AS parent,
      pg_catalog.row_number() OVER (PARTITION BY i.inhrelid ORDER BY i.inhseqno)::int AS sequence,
      CASE WHEN c.relispartition THEN pg_catalog.pg_get_expr(c.relpartbound, c.oid) END AS bound,
      x.indrelid AS indexed
    FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
    LEFT JOIN pg_catalog.pg_index x ON x.indexrelid = i.inhrelid
    WHERE c.oid >= 16384 ORDER BY i.inhrelid, i.inhseqno`,
  draft(row: InheritanceRow, names) {
    const child = names.relations.get(row.child);
    const parent = names.relations.get(row.parent);
    if (child === undefined || parent === undefined) return undefined;
    if (row.indexed !== null) return indexPartitionDraft(child, parent, names.relations.get(row.indexed));
    return inheritanceDraft(row, child, parent, names.foreignKeys.get(row.child) ?? []);
  },
};

/** The place of an index ends with that of its table: a partition that leaves takes its indexes along. */
function indexPartitionDraft(
  child: RelationName,
  parent: RelationName,
  table: RelationName | undefined,
): Draft {
  return {
    kind: 'index-partition',
    name: child.name,
    schema: child.schema,
    parent: child.id,
    needs: [parent.id],
    definition: { of: parent.name },
    ...(table === undefined ? {} : { goesWith: [objectId('partition', table.name)] }),
  };
}

function inheritanceDraft(
  row: InheritanceRow,
  child: RelationName,
  parent: RelationName,
  foreignKeys: readonly string[],
): Draft {
  const common = { schema: child.schema, parent: child.id, needs: [parent.id] };
  if (row.bound !== null) {
    return {
      kind: 'partition',
      name: child.name,
      ...common,
      definition: { of: parent.name, bound: row.bound },
      remarks: definitionOf({ foreignKeys }),
    };
  }
  const name = `${child.name} FROM ${parent.name}`;
  return {
    kind: 'inheritance',
    name,
    ...common,
    definition: { child: child.name, of: parent.name },
    position: row.sequence,
  };
}
