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
}

/** Extensions but plpgsql, which every database has. https://www.postgresql.org/docs/18/catalog-pg-extension.html */
export const extensions: CatalogReader = {
  presentIf: `EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname <> 'plpgsql')`,
  sql: () => `
    SELECT e.oid, e.extname AS name, e.extnamespace AS namespace, e.extversion AS version, a.comment,
      pg_catalog.obj_description(e.oid, 'pg_extension') IS NULL AS bare
    FROM pg_catalog.pg_extension e LEFT JOIN pg_catalog.pg_available_extensions a ON a.name = e.extname
    WHERE e.extname <> 'plpgsql' ORDER BY e.extname`,
  draft(row: Row, names) {
    const schema = names.schemas.get(row.namespace);
    return {
      kind: 'extension',
      name: quoteIdentifier(row.name),
      definition: definitionOf({ schema: schema === undefined ? null : quoteIdentifier(schema) }),
      ...(schema === undefined ? {} : { needs: [objectId('schema', quoteIdentifier(schema))] }),
      remarks: definitionOf({ version: row.version, comment: row.comment, uncommented: row.bare }),
      address: { catalog: 'pg_extension', oid: row.oid },
    };
  },
};
