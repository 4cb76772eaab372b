import { objectId } from '../../model/object-id.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { type CatalogReader, definitionOf } from '../reader.ts';

interface Row {
  oid: number;
  name: string;
  namespace: number;
  version: string;
  comment: string | null;
  bare: boolean;
  tables: readonly string[] | null;
}

/** Extensions but plpgsql, which every database has. https://www.postgresql.org/docs/18/catalog-pg-extension.html */
export const extensions: CatalogReader = {
  presentIf: `EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname <> 'plpgsql')`,
  sql: () => `
    SELECT e.oid, e.extname AS name, e.extnamespace AS namespace, e.extversion AS version, a.comment,
      pg_catalog.obj_description(e.oid, 'pg_extension') IS NULL AS bare,
      (SELECT pg_catalog.json_agg(pg_catalog.format('%I.%I', n.nspname, c.relname) ORDER BY n.nspname, c.relname)
         FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_class c ON c.oid = d.objid
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.refclassid = 'pg_catalog.pg_extension'::regclass
          AND d.refobjid = e.oid AND d.deptype = 'e' AND c.relkind IN ('r', 'p', 'm')) AS tables
    FROM pg_catalog.pg_extension e LEFT JOIN pg_catalog.pg_available_extensions a ON a.name = e.extname
    WHERE e.extname <> 'plpgsql' ORDER BY e.extname`,
  draft(row: Row, names) {
    const schema = names.schemas.get(row.namespace);
    return {
      kind: 'extension',
      name: quoteIdentifier(row.name),
      definition: definitionOf({ schema: schema === undefined ? null : quoteIdentifier(schema) }),
      ...(schema === undefined ? {} : { needs: [objectId('schema', quoteIdentifier(schema))] }),
      remarks: definitionOf({
        version: row.version,
        comment: row.comment,
        uncommented: row.bare,
        tables: row.tables,
      }),
      address: { catalog: 'pg_extension', oid: row.oid },
    };
  },
};
