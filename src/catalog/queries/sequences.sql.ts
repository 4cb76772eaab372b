import { type ObjectId, objectId } from '../../model/object-id.ts';
import { type CatalogReader, type Draft, definitionOf } from '../reader.ts';
import { type SequenceRow, sequenceOptions, sequenceOptionText } from './sequence-options.ts';

interface Row extends SequenceRow {
  oid: number;
  namespace: number;
  name: string;
  owner: number;
  persistence: string;
  acl: string[] | null;
  owner_table: number | null;
  owner_column: number | null;
  /** Of an identity column: `a` always, `d` by default. */
  identity: string | null;
  /** Whether an identity counts in another type than its column's, as one made by LIKE does. */
  is_other_type: boolean | null;
}

/** Sequences; those of identity columns become a part of the column. https://www.postgresql.org/docs/18/catalog-pg-sequence.html */
export const sequences: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_sequence)',
  sql: () => `
    SELECT c.oid, c.relnamespace AS namespace, c.relname AS name, c.relowner AS owner, c.relacl::text[] AS acl,
      c.relpersistence AS persistence, pg_catalog.format_type(s.seqtypid, NULL) AS type, s.seqstart::text AS start,
      s.seqincrement::text AS increment, s.seqmin::text AS min, s.seqmax::text AS max, s.seqcache::text AS cache,
      s.seqcycle AS cycle, d.refobjid AS owner_table, d.refobjsubid AS owner_column,
      a.attidentity AS identity, a.atttypid <> s.seqtypid AS is_other_type
    FROM pg_catalog.pg_sequence s
    JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
    LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid
      AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
    LEFT JOIN pg_catalog.pg_attribute a ON d.deptype = 'i' AND a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    WHERE c.oid >= 16384 AND c.relpersistence <> 't'`,
  draft(row: Row, names) {
    const at = names.qualified(row.namespace, row.name);
    if (at === undefined) return undefined;
    const column = names.columnId(row.owner_table ?? 0, row.owner_column ?? 0);
    const id = row.identity === null ? objectId('sequence', at.name) : column;
    if (id === undefined) return undefined;
    names.relations.set(row.oid, { id, ...at, bare: row.name, relkind: 'S' });
    const acl =
      row.acl === null ? {} : { acl: { items: row.acl, object: 'sequence', owner: row.owner } as const };
    if (row.identity !== null) return identity(row, at, id, acl);
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
      ...acl,
    };
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

/** What an identity says of its column, and the grants on its sequence, whose name is what comments call it by. */
function identity(
  row: Row,
  at: { schema: string; name: string },
  column: ObjectId,
  acl: Pick<Draft, 'acl'>,
): Draft | Draft[] {
  const part: Draft = {
    kind: 'column',
    name: '',
    partOf: column,
    definition: definitionOf({
      identity: row.identity === 'a' ? 'ALWAYS' : 'BY DEFAULT',
      identityOptions: sequenceOptionText(row),
      identitySequence: at.name,
      identityType: row.is_other_type ? row.type : null,
      identityUnlogged: row.persistence === 'u',
    }),
    address: { catalog: 'pg_class', oid: row.oid },
  };
  if (acl.acl === undefined) return part;
  return [part, { kind: 'sequence', ...at, parent: column, definition: {}, onlyAcl: true, ...acl }];
}
