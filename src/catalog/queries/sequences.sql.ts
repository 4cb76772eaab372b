import { objectId } from '../../model/object-id.ts';
import {
  type CatalogReader,
  type ColumnName,
  type Draft,
  definitionOf,
  type FactDraft,
  type Flag,
  type PartDraft,
} from '../reader.ts';
import { type SequenceRow, sequenceOptions, sequenceOptionText } from './sequence-options.ts';

interface Row extends SequenceRow {
  oid: number;
  namespace: number;
  name: string;
  owner: number;
  is_unlogged: Flag;
  acl: string[] | null;
  owner_table: number | null;
  owner_column: number | null;
  is_identity: Flag;
}

/** Sequences; those of identity columns become a part of the column. https://www.postgresql.org/docs/18/catalog-pg-sequence.html */
export const sequences: CatalogReader = {
  sql: () => `
    SELECT c.oid, c.relnamespace AS namespace, c.relname AS name, c.relowner AS owner, c.relacl::text[] AS acl,
      NULLIF(c.relpersistence = 'u', false) AS is_unlogged, pg_catalog.format_type(s.seqtypid, NULL) AS type, s.seqstart::text AS start,
      NULLIF(s.seqincrement, 1)::text AS increment, s.seqmin::text AS min, s.seqmax::text AS max, NULLIF(s.seqcache, 1)::text AS cache,
      NULLIF(s.seqcycle, false) AS cycle, d.refobjid AS owner_table, d.refobjsubid AS owner_column, NULLIF(d.deptype = 'i', false) AS is_identity
    FROM pg_catalog.pg_sequence s
    JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
    LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid
      AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
    WHERE c.relkind = 'S' AND c.oid::int8 >= 16384 AND c.relpersistence <> 't'`,
  draft(row: Row, names) {
    const at = names.qualified(row.namespace, row.name);
    if (at === undefined) return undefined;
    const column = names.column(row.owner_table ?? 0, row.owner_column ?? 0);
    const id = row.is_identity ? column?.id : objectId('sequence', at.name);
    if (id === undefined) return undefined;
    names.relations.set(row.oid, { id, ...at, bare: row.name, relkind: 'S' });
    const acl =
      row.acl === null ? {} : { acl: { items: row.acl, object: 'sequence', owner: row.owner } as const };
    if (row.is_identity && column !== undefined) return identity(row, at, column, acl);
    const sequence: Draft = {
      kind: 'sequence',
      ...at,
      definition: definitionOf({
        owner: names.owner(row.owner),
        unlogged: row.is_unlogged,
        type: row.type === 'bigint' ? null : row.type,
        ...sequenceOptions(row),
      }),
      address: { catalog: 'pg_class', oid: row.oid },
      ...acl,
    };
    if (column === undefined) return sequence;
    const home = names.relations.get(row.owner_table ?? 0)?.id;
    const owner: Draft = {
      kind: 'sequence-owner',
      ...at,
      parent: id,
      definition: { column: column.id.slice('column:'.length) },
      // A view's columns have no fact of their own.
      needs: [id, column.id, ...(home === undefined ? [] : [home])],
    };
    return [sequence, owner];
  },
};

/** What an identity says of its column, and the grants on its sequence, whose name is what comments call it by. */
function identity(
  row: Row,
  at: { schema: string; name: string },
  column: ColumnName,
  acl: Pick<FactDraft, 'acl'>,
): Draft | Draft[] {
  const part: PartDraft = {
    partOf: column.id,
    definition: definitionOf({
      identityOptions: sequenceOptionText(row),
      identitySequence: at.name,
      // One made by LIKE may count in another type than its column's.
      identityType: row.type === column.type ? null : row.type,
      identityUnlogged: row.is_unlogged,
    }),
    address: { catalog: 'pg_class', oid: row.oid },
  };
  if (acl.acl === undefined) return part;
  return [part, { kind: 'sequence', ...at, parent: column.id, definition: {}, onlyAcl: true, ...acl }];
}
