import { type NotNull, withNotNull } from '../../model/not-null.ts';
import { nameOf, type ObjectId, objectId } from '../../model/object-id.ts';
import { generatedName } from '../../postgres/generated-name.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { postgres14, postgres17, postgres18 } from '../../postgres/versions.ts';
import {
  type CatalogReader,
  type ColumnName,
  definitionOf,
  type FactDraft,
  type Flag,
  isTable,
  type Names,
  type PartDraft,
  type RelationName,
  sorted,
} from '../reader.ts';
import { reparsable } from '../reparsable.ts';

interface Row {
  relation: number;
  position: number;
  name: string;
  type: string;
  /** The pseudo-type that it is one of: `anyenum`, `anyarray`, `anyrange`, `anymultirange`. */
  family: string | null;
  not_null: Flag;
  /** A partition's column that comes from the partitioned table. */
  is_parts: Flag;
  /** `a` always, `d` by default; how it counts is read with its sequence. */
  identity: string | null;
  /** `s` stored, `v` virtual. */
  generated: string | null;
  expression_oid: number | null;
  /** The default, or what a generated column is computed by. */
  expression: string | null;
  /** Of its NOT NULL constraint. */
  not_null_name: string | null;
  /** `inherited`: a child's NOT NULL comes from its parents alone; `both`: it is local as well. */
  not_null_origin: 'inherited' | 'both' | null;
  not_null_more: NotNullMore | null;
  /** Null for most columns, which have none of these properties. */
  more: Special | null;
}

interface NotNullMore {
  oid: number;
  no_inherit: boolean;
  validated: boolean;
}

interface Special {
  owner: number;
  collation: string | null;
  storage: string | null;
  compression: string | null;
  statistics: number | null;
  options: string[] | null;
  fdw_options: string[] | null;
  acl: string[] | null;
  is_local: boolean;
  inherited: number;
  parents: number[] | null;
}

interface Joined {
  readonly columns: string;
  readonly join: string;
}

/** Since PostgreSQL 18, NOT NULL is a constraint that may say more than the column's flag: a name of its own, NO INHERIT, NOT VALID. */
const notNullConstraints: Joined = {
  columns: `
      k.conname AS not_null_name,
      CASE WHEN k.coninhcount > 0 THEN CASE WHEN k.conislocal THEN 'both' ELSE 'inherited' END END AS not_null_origin,
      CASE WHEN k.connoinherit OR NOT k.convalidated OR k.oid IN (SELECT d.objoid FROM pg_catalog.pg_description d
          WHERE d.objoid >= 16384 AND d.classoid = 'pg_catalog.pg_constraint'::regclass)
        THEN pg_catalog.json_build_object('oid', k.oid::int8, 'no_inherit', k.connoinherit, 'validated', k.convalidated) END AS not_null_more`,
  join: `
    LEFT JOIN pg_catalog.pg_constraint k ON k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n'`,
};

const noConstraints: Joined = {
  columns: 'NULL AS not_null_name, NULL AS not_null_origin, NULL AS not_null_more',
  join: '',
};

/**
 * Columns of tables with their defaults, and those columns of views, and of the system, that carry either a default or grants.
 * https://www.postgresql.org/docs/18/catalog-pg-attribute.html, https://www.postgresql.org/docs/18/catalog-pg-attrdef.html
 */
export const columns: CatalogReader = {
  joinsAll: true,
  sql: (version) => {
    // A partition's identity is that of the partitioned table.
    const identity = `CASE WHEN NOT (${version >= postgres17} AND c.relispartition) THEN NULLIF(a.attidentity, '') END`;
    const compression = version >= postgres14 ? `NULLIF(a.attcompression, '')` : 'NULL::"char"';
    const notNull = version >= postgres18 ? notNullConstraints : noConstraints;
    return `
    SELECT a.attrelid AS relation, a.attnum AS position, a.attname AS name,
      pg_catalog.format_type(a.atttypid, a.atttypmod) AS type, NULLIF(a.attnotnull, false) AS not_null,
      NULLIF(c.relispartition AND a.attinhcount > 0, false) AS is_parts, ${identity} AS identity,
      CASE t.typtype WHEN 'e' THEN 'anyenum' WHEN 'r' THEN 'anyrange' WHEN 'm' THEN 'anymultirange'
        ELSE CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN 'anyarray' END END AS family,
      NULLIF(a.attgenerated, '') AS generated, d.oid AS expression_oid,
      pg_catalog.pg_get_expr(d.adbin, CASE WHEN a.attgenerated <> '' THEN d.adrelid ELSE 0 END) AS expression, ${notNull.columns},
      CASE WHEN NOT c.relispartition AND (a.attinhcount > 0 OR NOT a.attislocal) OR a.attcollation <> t.typcollation OR a.attstorage <> t.typstorage
        OR ${compression} IS NOT NULL OR NULLIF(a.attstattarget, -1) IS NOT NULL OR a.attoptions IS NOT NULL
        OR a.attfdwoptions IS NOT NULL OR a.attacl IS NOT NULL
      THEN pg_catalog.json_build_object('owner', c.relowner::int8,
        'collation', CASE WHEN a.attcollation <> t.typcollation THEN
          (SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(l.collname)
           FROM pg_catalog.pg_collation l JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
           WHERE l.oid = a.attcollation) END,
        'storage', CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END, 'compression', ${compression},
        'statistics', NULLIF(a.attstattarget, -1), 'options', a.attoptions, 'fdw_options', a.attfdwoptions,
        'acl', a.attacl::text[], 'is_local', a.attislocal, 'inherited', a.attinhcount,
        'parents', CASE WHEN a.attinhcount > 0 AND NOT c.relispartition THEN (
          SELECT pg_catalog.array_agg(i.inhparent::int8 ORDER BY i.inhseqno) FROM pg_catalog.pg_inherits i
          -- Asked for one at a time, and never joined: there may be thousands of children.
          WHERE i.inhrelid = a.attrelid AND (SELECT p.attnum FROM pg_catalog.pg_attribute p
            WHERE p.attrelid = i.inhparent AND p.attname = a.attname) IS NOT NULL) END) END AS more
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND (a.attnum > 0 OR a.attacl IS NOT NULL) AND NOT a.attisdropped
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum${notNull.join}
    WHERE c.oid >= 16384 AND (c.relkind IN ('r', 'p', 'f') OR c.relkind IN ('v', 'm') AND (a.attacl IS NOT NULL OR a.atthasdef))`;
  },
  draft(row: Row, names) {
    const table = names.relations.get(row.relation);
    if (table === undefined) return undefined;
    const { type, family } = row;
    const isCompared = row.more === null || row.more.collation === null;
    const name = names.rememberColumn(table, row.relation, row.position, row.name, {
      type: isCompared ? type : undefined,
      family,
    });
    const plain = plainColumn(row, table, name.id, names);
    const column =
      isTable(table) && row.position > 0
        ? tableColumn(plain, row, names)
        : { ...plain, definition: {}, onlyAcl: true, ...aclOf(row.more) };
    const notNull = notNullOf(row, table, name);
    const preset = defaultOf(row, table, name.id, names);
    if (notNull === undefined && preset === undefined) return column;
    return [column, notNull, preset].filter((draft) => draft !== undefined);
  },
};

function plainColumn(row: Row, table: RelationName, id: ObjectId, names: Names): FactDraft {
  const { type, not_null, identity, is_parts } = row;
  const whole = is_parts === null ? undefined : names.relations.get(names.wholes.get(row.relation) ?? 0);
  return {
    id,
    kind: 'column',
    name: nameOf(id),
    schema: table.schema,
    parent: table.id,
    position: row.position,
    definition: names.shared(`${type} ${not_null} ${identity} ${is_parts}`, () =>
      definitionOf({ type, notNull: not_null, identity: identities[identity ?? ''], inherited: is_parts }),
    ),
    ...(whole === undefined ? {} : { needs: [columnOf(whole, row.name)] }),
    address: { catalog: 'pg_class', oid: row.relation, column: row.position },
  };
}

const identities: Readonly<Record<string, string>> = { a: 'ALWAYS', d: 'BY DEFAULT' };

function tableColumn(plain: FactDraft, row: Row, names: Names): FactDraft {
  const column = row.generated === null ? plain : generatedColumn(plain, row, row.generated);
  return row.more === null ? column : specialColumn(column, row, row.more, names);
}

function generatedColumn(
  column: FactDraft,
  { expression, expression_oid }: Row,
  generated: string,
): FactDraft {
  return {
    ...column,
    definition: definitionOf({
      ...column.definition,
      generated: generated === 's' ? 'STORED' : 'VIRTUAL',
      expression: reparsable(expression ?? ''),
    }),
    aliases: [{ catalog: 'pg_attrdef', oid: expression_oid ?? 0 }],
  };
}

function specialColumn(column: FactDraft, row: Row, more: Special, names: Names): FactDraft {
  const parents = (more.parents ?? []).flatMap((oid) => names.relations.get(oid) ?? []);
  return {
    ...column,
    definition: definitionOf({
      ...column.definition,
      collation: more.collation,
      storage: storages[more.storage ?? ''],
      compression: more.compression === null ? null : more.compression === 'p' ? 'pglz' : 'lz4',
      statistics: more.statistics,
      options: sorted(more.options),
      serverOptions: sorted(more.fdw_options),
      inherited: more.inherited > 0,
    }),
    ...(more.is_local && more.inherited > 0 ? { remarks: { own: true } } : {}),
    ...aclOf(more),
    ...(parents.length === 0 ? {} : { needs: parents.map((parent) => columnOf(parent, row.name)) }),
  };
}

function columnOf(relation: RelationName, bare: string): ObjectId {
  return objectId('column', `${relation.name}.${quoteIdentifier(bare)}`);
}

const storages: Readonly<Record<string, string>> = { p: 'PLAIN', e: 'EXTERNAL', m: 'MAIN', x: 'EXTENDED' };

function aclOf(more: Special | null): Pick<FactDraft, 'acl'> {
  if (more === null || more.acl === null) return {};
  return { acl: { items: more.acl, object: 'column', owner: more.owner } };
}

function defaultOf(
  { expression, expression_oid, generated }: Row,
  table: RelationName,
  column: ObjectId,
  names: Names,
): FactDraft | undefined {
  if (expression === null || generated !== null) return undefined;
  const holders = [isTable(table) ? column : table.id];
  return {
    kind: 'default',
    name: nameOf(column),
    schema: table.schema,
    parent: column,
    definition: names.shared(`DEFAULT ${expression}`, () => ({ expression: reparsable(expression) })),
    needs: holders,
    goesWith: holders,
    address: { catalog: 'pg_attrdef', oid: expression_oid ?? 0 },
  };
}

/** Name, NO INHERIT, NOT VALID and origin of a column's NOT NULL. */
function notNullOf(row: Row, table: RelationName, column: ColumnName): PartDraft | undefined {
  const { not_null_name: name, not_null_origin: origin, not_null_more: more } = row;
  if (name === null) return undefined;
  const isNamed = name !== generatedName([table.bare, column.bare], 'not_null');
  if (!isNamed && origin === null && more === null) return undefined;
  const notNull: NotNull = {
    name: isNamed ? quoteIdentifier(name) : undefined,
    origin: origin ?? 'own',
    isNoInherit: more?.no_inherit === true,
    isNotValid: more?.validated === false,
  };
  return {
    partOf: column.id,
    ...withNotNull({ definition: {} }, notNull),
    ...(more === null
      ? {}
      : {
          address: { catalog: 'pg_constraint', oid: more.oid },
          aliasId: `constraint:${table.name}.${quoteIdentifier(name)}`,
        }),
  };
}
