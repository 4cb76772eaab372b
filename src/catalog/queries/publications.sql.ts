import { objectId } from '../../model/object-id.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { postgres14, postgres15, postgres16, postgres17, postgres18 } from '../../postgres/versions.ts';
import { type CatalogReader, definitionOf } from '../reader.ts';
import { reparsable } from '../reparsable.ts';

interface Row {
  oid: number;
  name: string;
  owner: number;
  all_tables: boolean;
  insert: boolean;
  update: boolean;
  delete: boolean;
  truncate: boolean;
  via_root: boolean;
  generated: string | null;
}

/** Publications. https://www.postgresql.org/docs/18/catalog-pg-publication.html */
export const publications: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_publication)',
  sql: (version) => `
    SELECT p.oid, p.pubname AS name, p.pubowner AS owner, p.puballtables AS all_tables, p.pubinsert AS insert,
      p.pubupdate AS update, p.pubdelete AS delete, p.pubtruncate AS truncate, p.pubviaroot AS via_root,
      ${version >= postgres18 ? 'p.pubgencols::text' : 'NULL::text'} AS generated
    FROM pg_catalog.pg_publication p WHERE p.oid >= 16384`,
  draft(row: Row, names) {
    const operations = (['insert', 'update', 'delete', 'truncate'] as const).filter(
      (operation) => row[operation],
    );
    return {
      kind: 'publication',
      name: quoteIdentifier(row.name),
      definition: definitionOf({
        owner: names.owner(row.owner),
        allTables: row.all_tables,
        publish: operations.length === 4 ? null : operations.join(', ') || 'nothing',
        viaRoot: row.via_root,
        generatedColumns: row.generated === 's' ? 'stored' : null,
      }),
      address: { catalog: 'pg_publication', oid: row.oid },
    };
  },
};

interface TableRow {
  oid: number;
  publication: string;
  relation: number;
  columns: number[] | null;
  filter: string | null;
}

/** Tables of publications. https://www.postgresql.org/docs/18/catalog-pg-publication-rel.html */
export const publicationTables: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_publication_rel)',
  sql: (version) => `
    SELECT r.oid, p.pubname AS publication, r.prrelid AS relation,
      ${version >= postgres15 ? 'r.prattrs::int2[]' : 'NULL::int2[]'} AS columns,
      ${version >= postgres15 ? 'pg_catalog.pg_get_expr(r.prqual, r.prrelid)' : 'NULL::text'} AS filter
    FROM pg_catalog.pg_publication_rel r JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid`,
  draft(row: TableRow, names) {
    const relation = names.relations.get(row.relation);
    if (relation === undefined) return undefined;
    const publication = quoteIdentifier(row.publication);
    const parent = objectId('publication', publication);
    const columns = row.columns?.map((attnum) => names.column(row.relation, attnum)?.name ?? '');
    return {
      kind: 'publication-table',
      name: `${publication} TABLE ${relation.name}`,
      parent,
      definition: definitionOf({
        publication,
        table: relation.name,
        columns: columns?.sort(),
        filter: row.filter === null ? null : reparsable(row.filter),
      }),
      needs: [parent, relation.id, ...names.columnFacts(row.relation, row.columns ?? [])],
      address: { catalog: 'pg_publication_rel', oid: row.oid },
    };
  },
};

interface SchemaRow {
  oid: number;
  publication: string;
  schema: string;
}

/** Schemas of publications. https://www.postgresql.org/docs/18/catalog-pg-publication-namespace.html */
export const publicationSchemas: CatalogReader = {
  presentIf: `EXISTS (SELECT FROM pg_catalog.pg_publication) AND
    pg_catalog.current_setting('server_version_num')::int >= ${postgres15}`,
  sql: () => `
    SELECT r.oid, p.pubname AS publication, n.nspname AS schema
    FROM pg_catalog.pg_publication_namespace r
    JOIN pg_catalog.pg_publication p ON p.oid = r.pnpubid
    JOIN pg_catalog.pg_namespace n ON n.oid = r.pnnspid`,
  draft(row: SchemaRow) {
    const publication = quoteIdentifier(row.publication);
    const parent = objectId('publication', publication);
    const schema = quoteIdentifier(row.schema);
    return {
      kind: 'publication-schema',
      name: `${publication} SCHEMA ${schema}`,
      parent,
      definition: { publication, schema },
      needs: [parent, objectId('schema', schema)],
      address: { catalog: 'pg_publication_namespace', oid: row.oid },
    };
  },
};

interface SubscriptionRow {
  oid: number;
  name: string;
  owner: number;
  connection: string | null;
  slot: string | null;
  publications: string[];
  options: string[];
  enabled: boolean;
}

const option = (name: string, value: string, unless: string) =>
  `CASE WHEN NOT (${unless}) THEN '${name} = ' || ${value} END`;

/** Whether the session may see where subscriptions connect to: without that they cannot be told. */
export const seesConnections = `pg_catalog.has_column_privilege('pg_catalog.pg_subscription', 'subconninfo', 'SELECT')`;

/** Subscriptions of this database. https://www.postgresql.org/docs/18/catalog-pg-subscription.html */
export const subscriptions: CatalogReader = {
  presentIf: `EXISTS (SELECT FROM pg_catalog.pg_subscription s JOIN pg_catalog.pg_database d ON d.oid = s.subdbid
    WHERE d.datname = pg_catalog.current_database())
    AND ${seesConnections}`,
  sql: (version) => `
    SELECT s.oid, s.subname AS name, s.subowner AS owner, s.subconninfo AS connection, s.subslotname AS slot,
      s.subpublications AS publications, s.subenabled AS enabled, pg_catalog.array_remove(ARRAY[
        ${version >= postgres14 ? option('binary', `'true'`, 'NOT s.subbinary') : 'NULL'},
        ${
          version >= postgres16
            ? option(
                'streaming',
                `CASE s.substream WHEN 't' THEN 'on' WHEN 'p' THEN 'parallel' ELSE 'off' END`,
                version >= postgres18 ? `s.substream = 'p'` : `s.substream = 'f'`,
              )
            : version >= postgres14
              ? option('streaming', `'on'`, 'NOT s.substream')
              : 'NULL'
        },
        ${version >= postgres15 ? option('two_phase', `'on'`, `s.subtwophasestate = 'd'`) : 'NULL'},
        ${version >= postgres15 ? option('disable_on_error', `'true'`, 'NOT s.subdisableonerr') : 'NULL'},
        ${version >= postgres16 ? option('password_required', `'false'`, 's.subpasswordrequired') : 'NULL'},
        ${version >= postgres16 ? option('run_as_owner', `'true'`, 'NOT s.subrunasowner') : 'NULL'},
        ${version >= postgres16 ? option('origin', 's.suborigin', `s.suborigin = 'any'`) : 'NULL'},
        ${version >= postgres17 ? option('failover', `'true'`, 'NOT s.subfailover') : 'NULL'},
        CASE WHEN s.subsynccommit <> 'off' THEN 'synchronous_commit = ' || s.subsynccommit END
      ], NULL) AS options
    FROM pg_catalog.pg_subscription s
    WHERE s.subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())`,
  draft(row: SubscriptionRow, names) {
    return {
      kind: 'subscription',
      name: quoteIdentifier(row.name),
      definition: definitionOf({
        owner: names.owner(row.owner),
        connection: row.connection,
        slot: row.slot ?? 'NONE',
        publications: row.publications,
        options: row.options,
        enabled: row.enabled,
      }),
      address: { catalog: 'pg_subscription', oid: row.oid },
    };
  },
};
