import { plainNotNull, withNotNull } from '../../model/not-null.ts';
import { type ObjectId, objectId } from '../../model/object-id.ts';
import type { Property } from '../../model/schema.ts';
import { generatedName } from '../../postgres/generated-name.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { postgres14 } from '../../postgres/versions.ts';
import { type CatalogReader, definitionOf, type FactDraft, type PartDraft } from '../reader.ts';
import { reparsable } from '../reparsable.ts';

interface TypeRow {
  oid: number;
  namespace: number;
  name: string;
  owner: number;
  acl: string[] | null;
  relation?: number;
}

/** The part that all types share; `kind` says which. */
function typeDraft(
  row: TypeRow,
  kind: FactDraft['kind'],
  at: { schema: string; name: string },
  owner: string | undefined,
  properties: Readonly<Record<string, Property | null | undefined>>,
): FactDraft {
  return {
    kind,
    ...at,
    definition: definitionOf({ owner, ...properties }),
    address: { catalog: 'pg_type', oid: row.oid },
    aliases: row.relation ? [{ catalog: 'pg_class', oid: row.relation }] : [],
    ...(row.acl === null ? {} : { acl: { items: row.acl, object: 'type', owner: row.owner } }),
  };
}

const common =
  't.oid, t.typnamespace AS namespace, t.typname AS name, t.typowner AS owner, t.typacl::text[] AS acl';
const present = (typtype: string) =>
  `EXISTS (SELECT FROM pg_catalog.pg_type WHERE oid >= 16384 AND typtype = '${typtype}')`;

/** Enums. https://www.postgresql.org/docs/18/catalog-pg-enum.html */
export const enums: CatalogReader = {
  presentIf: present('e'),
  sql: () => `
    SELECT ${common}, COALESCE((SELECT pg_catalog.array_agg(e.enumlabel::text ORDER BY e.enumsortorder)
      FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid), '{}') AS labels
    FROM pg_catalog.pg_type t WHERE t.typtype = 'e' AND t.oid >= 16384`,
  draft(row: TypeRow & { labels: string[] }, names) {
    const at = names.qualified(row.namespace, row.name);
    return at && typeDraft(row, 'enum', at, names.owner(row.owner), { labels: row.labels });
  },
};

/** Composite types that are no table's row. https://www.postgresql.org/docs/18/catalog-pg-type.html */
export const composites: CatalogReader = {
  // The system has none of its own.
  presentIf: `EXISTS (SELECT FROM pg_catalog.pg_class WHERE relkind = 'c')`,
  sql: () => `
    SELECT ${common}, c.oid AS relation, COALESCE((
      SELECT pg_catalog.array_agg(pg_catalog.quote_ident(a.attname) || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod)
        || CASE WHEN a.attcollation <> y.typcollation THEN (
             SELECT ' COLLATE ' || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(l.collname)
             FROM pg_catalog.pg_collation l JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
             WHERE l.oid = a.attcollation) ELSE '' END ORDER BY a.attnum)
      FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type y ON y.oid = a.atttypid
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '{}') AS attributes,
      (SELECT pg_catalog.json_object_agg(a.attnum, a.attname) FROM pg_catalog.pg_attribute a
       WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_type t ON t.oid = c.reltype
    WHERE c.relkind = 'c' AND c.oid >= 16384`,
  draft(
    row: TypeRow & { relation: number; attributes: string[]; columns: Record<string, string> | null },
    names,
  ) {
    const at = names.qualified(row.namespace, row.name);
    if (at === undefined) return undefined;
    const id = objectId('composite-type', at.name);
    const relation = { id, ...at, bare: row.name, relkind: 'c' };
    names.relations.set(row.relation, relation);
    for (const [attnum, name] of Object.entries(row.columns ?? {}))
      names.rememberColumn(relation, row.relation, Number(attnum), name);
    return typeDraft(row, 'composite-type', at, names.owner(row.owner), { attributes: row.attributes });
  },
};

interface RangeRow extends TypeRow {
  subtype: string;
  operator_class: string | null;
  collation: string | null;
  canonical: string | null;
  canonical_oid: number;
  difference: string | null;
  multirange: string | null;
  maker: string | null;
  multirange_maker: string | null;
}

/** The qualified name of the functions that make values of a range or multirange: it stays when the type is renamed. */
const makerOf = (type: string) => `(
        SELECT pg_catalog.min(pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(p.proname))
        FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_proc p ON p.oid = d.objid
          JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.refclassid = 'pg_catalog.pg_type'::regclass
          AND d.refobjid = ${type} AND d.deptype = 'i')`;

/** Range types with their multirange. https://www.postgresql.org/docs/18/catalog-pg-range.html */
export const ranges: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_range WHERE rngtypid >= 16384)',
  sql: (version) => `
    SELECT ${common}, pg_catalog.format_type(r.rngsubtype, NULL) AS subtype,
      CASE WHEN NOT o.opcdefault THEN pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(o.opcname) END
        AS operator_class,
      CASE WHEN r.rngcollation <> s.typcollation THEN
        (SELECT pg_catalog.quote_ident(m.nspname) || '.' || pg_catalog.quote_ident(l.collname)
         FROM pg_catalog.pg_collation l JOIN pg_catalog.pg_namespace m ON m.oid = l.collnamespace
         WHERE l.oid = r.rngcollation) END AS collation,
      CASE WHEN r.rngcanonical::oid <> 0 THEN r.rngcanonical::text END AS canonical,
      r.rngcanonical::oid AS canonical_oid,
      CASE WHEN r.rngsubdiff::oid <> 0 THEN r.rngsubdiff::text END AS difference,
      ${version >= postgres14 ? 'pg_catalog.format_type(r.rngmultitypid, NULL)' : 'NULL::text'} AS multirange,
      ${makerOf('r.rngtypid')} AS maker,
      ${version >= postgres14 ? makerOf('r.rngmultitypid') : 'NULL::text'} AS multirange_maker
    FROM pg_catalog.pg_range r
    JOIN pg_catalog.pg_type t ON t.oid = r.rngtypid
    JOIN pg_catalog.pg_type s ON s.oid = r.rngsubtype
    JOIN pg_catalog.pg_opclass o ON o.oid = r.rngsubopc
    JOIN pg_catalog.pg_namespace n ON n.oid = o.opcnamespace
    WHERE t.oid >= 16384`,
  draft(row: RangeRow, names) {
    const at = names.qualified(row.namespace, row.name);
    if (at === undefined) return undefined;
    names.supports.set(row.canonical_oid, objectId('range-type', at.name));
    const range = typeDraft(row, 'range-type', at, names.owner(row.owner), {
      subtype: row.subtype,
      operatorClass: row.operator_class,
      collation: row.collation,
      canonical: row.canonical,
      difference: row.difference,
      multirange: row.multirange,
    });
    const remarks = definitionOf({
      maker: row.maker === at.name ? null : row.maker,
      multirangeMaker: row.multirange_maker === row.multirange ? null : row.multirange_maker,
    });
    return Object.keys(remarks).length === 0 ? range : { ...range, remarks };
  },
};

interface DomainRow extends TypeRow {
  base: string;
  collation: string | null;
  default: string | null;
  not_null: boolean;
}

/** Domains. https://www.postgresql.org/docs/18/catalog-pg-type.html */
export const domains: CatalogReader = {
  presentIf: present('d'),
  sql: () => `
    SELECT ${common}, pg_catalog.format_type(t.typbasetype, t.typtypmod) AS base, t.typnotnull AS not_null,
      CASE WHEN t.typcollation <> b.typcollation THEN
        (SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(l.collname)
         FROM pg_catalog.pg_collation l JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
         WHERE l.oid = t.typcollation) END AS collation,
      pg_catalog.pg_get_expr(t.typdefaultbin, 'pg_catalog.pg_type'::regclass) AS default
    FROM pg_catalog.pg_type t JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
    WHERE t.typtype = 'd' AND t.oid >= 16384`,
  draft(row: DomainRow, names) {
    const at = names.qualified(row.namespace, row.name);
    if (at === undefined) return undefined;
    return typeDraft(row, 'domain', at, names.owner(row.owner), {
      base: row.base,
      collation: row.collation,
      default: row.default === null ? null : reparsable(row.default),
      notNull: row.not_null,
    });
  },
};

interface DomainConstraintRow {
  oid: number;
  kind: 'c' | 'n';
  namespace: number;
  type: string;
  name: string;
  definition: string;
  validated: boolean;
}

/** Checks of domains; NOT NULL is a property of the domain, and so is its name where one was chosen. https://www.postgresql.org/docs/18/catalog-pg-constraint.html */
export const domainConstraints: CatalogReader = {
  presentIf: present('d'),
  sql: () => `
    SELECT k.oid, t.typnamespace AS namespace, t.typname AS type, k.contype AS kind, k.conname AS name, k.convalidated AS validated,
      pg_catalog.pg_get_constraintdef(k.oid) AS definition
    FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_type t ON t.oid = k.contypid
    WHERE k.contype IN ('c', 'n') AND k.oid >= 16384`,
  draft(row: DomainConstraintRow, names) {
    const domain = names.qualified(row.namespace, row.type);
    if (domain === undefined) return undefined;
    const parent = objectId('domain', domain.name);
    if (row.kind === 'n') return notNullDraft(row, domain.name, parent);
    return {
      kind: 'domain-constraint',
      schema: domain.schema,
      name: `${domain.name}.${quoteIdentifier(row.name)}`,
      parent,
      definition: definitionOf({
        definition: reparsable(row.definition.replace(/ NOT VALID$/, '')),
        notValid: !row.validated,
      }),
      needs: [parent],
      address: { catalog: 'pg_constraint', oid: row.oid },
    };
  },
};

function notNullDraft(row: DomainConstraintRow, domain: string, parent: ObjectId): PartDraft {
  const isNamed = row.name !== generatedName(row.type, 'not_null');
  return {
    partOf: parent,
    ...withNotNull(
      { definition: {} },
      { ...plainNotNull, name: isNamed ? quoteIdentifier(row.name) : undefined },
    ),
    address: { catalog: 'pg_constraint', oid: row.oid },
    aliasId: objectId('domain-constraint', `${domain}.${quoteIdentifier(row.name)}`),
  };
}

interface BaseRow extends TypeRow {
  is_defined: boolean;
  parts: string[];
  support: number[];
}

const routine = (option: string, column: string) =>
  `CASE WHEN ${column}::oid <> 0 THEN '${option} = ' || ${column}::oid::pg_catalog.regproc::text END`;

/** Base types written in C, and shells of types to come. https://www.postgresql.org/docs/18/sql-createtype.html */
export const baseTypes: CatalogReader = {
  presentIf: `EXISTS (SELECT FROM pg_catalog.pg_type WHERE oid >= 16384 AND (typtype = 'b' AND typcategory <> 'A' OR typtype = 'p'))`,
  sql: (version) => `
    SELECT ${common}, t.typisdefined AS is_defined,
      ARRAY[t.typinput::oid, t.typoutput::oid, t.typreceive::oid, t.typsend::oid] AS support, pg_catalog.array_remove(ARRAY[
      ${routine('INPUT', 't.typinput')}, ${routine('OUTPUT', 't.typoutput')}, ${routine('RECEIVE', 't.typreceive')},
      ${routine('SEND', 't.typsend')}, ${routine('TYPMOD_IN', 't.typmodin')}, ${routine('TYPMOD_OUT', 't.typmodout')},
      ${routine('ANALYZE', 't.typanalyze')},
      ${version >= postgres14 ? routine('SUBSCRIPT', 't.typsubscript') : 'NULL'},
      'INTERNALLENGTH = ' || CASE t.typlen WHEN -1 THEN 'VARIABLE' ELSE t.typlen::text END,
      CASE WHEN t.typbyval THEN 'PASSEDBYVALUE' END,
      'ALIGNMENT = ' || CASE t.typalign WHEN 'c' THEN 'char' WHEN 's' THEN 'int2' WHEN 'i' THEN 'int4' ELSE 'double' END,
      'STORAGE = ' || CASE t.typstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'extended' END,
      CASE WHEN t.typcategory <> 'U' THEN 'CATEGORY = ' || pg_catalog.quote_literal(t.typcategory::text) END,
      CASE WHEN t.typispreferred THEN 'PREFERRED = true' END,
      CASE WHEN t.typdefault IS NOT NULL THEN 'DEFAULT = ' || pg_catalog.quote_literal(t.typdefault) END,
      CASE WHEN t.typelem <> 0 THEN 'ELEMENT = ' || pg_catalog.format_type(t.typelem, NULL) END,
      CASE WHEN t.typdelim <> ',' THEN 'DELIMITER = ' || pg_catalog.quote_literal(t.typdelim::text) END,
      CASE WHEN t.typcollation <> 0 THEN 'COLLATABLE = true' END
    ], NULL) AS parts
    FROM pg_catalog.pg_type t
    WHERE t.oid >= 16384 AND (t.typtype = 'b' OR t.typtype = 'p')
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_type e WHERE e.typarray = t.oid)`,
  draft(row: BaseRow, names) {
    const at = names.qualified(row.namespace, row.name);
    if (at === undefined) return undefined;
    if (!row.is_defined) return typeDraft(row, 'shell-type', at, names.owner(row.owner), {});
    for (const oid of row.support) names.supports.set(oid, objectId('base-type', at.name));
    return typeDraft(row, 'base-type', at, names.owner(row.owner), { parts: row.parts });
  },
};
