import { objectId } from '../../model/object-id.ts';
import { type CatalogReader, type Draft, definitionOf } from '../reader.ts';
import { type SequenceRow, sequenceOptions } from './sequence-options.ts';

interface Row extends SequenceRow {
  oid: number;
  namespace: number;
  name: string;
  owner: number;
  persistence: string;
  acl: string[] | null;
  owner_table: number | null;
  owner_column: number | null;
}

/** Sequences but those of identity columns. https://www.postgresql.org/docs/18/catalog-pg-sequence.html */
export const sequences: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_sequence)',
  sql: () => `
    SELECT c.oid, c.relnamespace AS namespace, c.relname AS name, c.relowner AS owner, c.relacl::text[] AS acl,
      c.relpersistence AS persistence, pg_catalog.format_type(s.seqtypid, NULL) AS type, s.seqstart::text AS start,
      s.seqincrement::text AS increment, s.seqmin::text AS min, s.seqmax::text AS max, s.seqcache::text AS cache,
      s.seqcycle AS cycle, d.refobjid AS owner_table, d.refobjsubid AS owner_column
    FROM pg_catalog.pg_sequence s
    JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
    LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid
      AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
    WHERE c.oid >= 16384 AND c.relpersistence <> 't' AND d.deptype IS DISTINCT FROM 'i'`,
  draft(row: Row, names) {
    const at = names.qualified(row.namespace, row.name);
    if (at === undefined) return undefined;
    const id = objectId('sequence', at.name);
    names.relations.set(row.oid, { id, ...at, bare: row.name, relkind: 'S' });
    const sequence: Draft = {
      kind: 'sequence',
      ...at,
      definition: definitionOf({
        owner: names.owner(row.owner),
        unlogged: row.persistence === 'u',
        type: row.type === 'bigint' ? null : row.type,
        ...sequenceOptions(row),
      }),
      address: { catalog: 'pg_class', oid: row.oid },
      ...(row.acl === null ? {} : { acl: { items: row.acl, object: 'sequence', owner: row.owner } }),
    };
    const column = names.columnId(row.owner_table ?? 0, row.owner_column ?? 0);
    if (column === undefined) return sequence;
    const owner: Draft = {
      kind: 'sequence-owner',
      ...at,
      parent: id,
      definition: { column: column.slice('column:'.length) },
      needs: [id, column],
    };
    return [sequence, owner];
  },
};
