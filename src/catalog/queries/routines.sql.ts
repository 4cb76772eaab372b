import { postgres14 } from '../../postgres/versions.ts';
import { type CatalogReader, definitionOf, sorted } from '../reader.ts';
import { reparsable, withNumber } from '../reparsable.ts';

interface Row {
  oid: number;
  namespace: number;
  name: string;
  owner: number;
  prokind: 'f' | 'p' | 'w';
  acl: string[] | null;
  types: string;
  arguments: string;
  result: string | null;
  definition: string;
  language: string;
  is_parsed: boolean;
  defaults: number;
  /** Position of the only parameter without a name, which a body that is a tree calls `""`. */
  unnamed: number | null;
}

/** Functions and procedures. https://www.postgresql.org/docs/18/catalog-pg-proc.html */
export const routines: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_proc WHERE oid >= 16384)',
  sql: (version) => `
    SELECT p.oid, p.pronamespace AS namespace, p.proname AS name, p.proowner AS owner, p.prokind, p.proacl::text[] AS acl,
      pg_catalog.oidvectortypes(p.proargtypes) AS types, pg_catalog.pg_get_function_identity_arguments(p.oid) AS arguments,
      pg_catalog.pg_get_function_result(p.oid) AS result, pg_catalog.pg_get_functiondef(p.oid) AS definition,
      l.lanname AS language, ${version >= postgres14 ? 'p.prosqlbody IS NOT NULL' : 'false'} AS is_parsed, p.pronargdefaults AS defaults,
      CASE WHEN '' = ANY (p.proargnames) THEN (
        SELECT CASE WHEN count(*) = 1 THEN min(a.number)::int END FROM (
          SELECT a.name, row_number() OVER (ORDER BY a.ordinality) AS number
          FROM ROWS FROM (pg_catalog.unnest(p.proargnames), pg_catalog.unnest(p.proargmodes)) WITH ORDINALITY AS a(name, mode)
          WHERE coalesce(a.mode, 'i') IN ('i', 'b', 'v')) AS a WHERE a.name = '') END AS unnamed
    FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_language l ON l.oid = p.prolang
    WHERE p.oid >= 16384 AND p.prokind <> 'a'
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
        WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))`,
  draft(row: Row, names) {
    const at = names.qualified(row.namespace, row.name);
    if (at === undefined) return undefined;
    const supported = names.supports.get(row.oid);
    return {
      kind: row.prokind === 'p' ? 'procedure' : 'function',
      schema: at.schema,
      ...(supported === undefined ? {} : { parent: supported }),
      name: `${at.name}(${row.types})`,
      definition: definitionOf({
        owner: names.owner(row.owner),
        source: row.is_parsed ? bodyOf(row) : row.definition.trimEnd(),
        arguments: row.arguments,
        result: row.result,
        language: row.language,
        window: row.prokind === 'w',
        defaults: row.defaults === 0 ? null : row.defaults,
      }),
      address: { catalog: 'pg_proc', oid: row.oid },
      ...(row.acl === null ? {} : { acl: { items: row.acl, object: 'function', owner: row.owner } }),
    };
  },
};

function bodyOf({ definition, unnamed }: Row): string {
  const text = reparsable(definition.trimEnd());
  return unnamed === null ? text : withNumber(text, unnamed);
}

interface AggregateRow {
  oid: number;
  namespace: number;
  name: string;
  owner: number;
  acl: string[] | null;
  types: string;
  signature: string;
  parts: string[];
}

/** An option of CREATE AGGREGATE, or nothing where it is the default. */
const part = (option: string, value: string, unless: string) =>
  `CASE WHEN NOT (${unless}) THEN '${option} = ' || ${value} END`;
const routine = (option: string, column: string) =>
  part(
    option,
    `(SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(f.proname) FROM pg_catalog.pg_proc f
      JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace WHERE f.oid = ${column})`,
    `${column} = 0`,
  );
const finalModify = (option: string, column: string) =>
  part(
    option,
    `CASE ${column} WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END`,
    `${column} = CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END`,
  );

/** Aggregates. https://www.postgresql.org/docs/18/catalog-pg-aggregate.html */
export const aggregates: CatalogReader = {
  presentIf: `EXISTS (SELECT FROM pg_catalog.pg_aggregate WHERE aggfnoid >= 16384)`,
  sql: () => `
    SELECT p.oid, p.pronamespace AS namespace, p.proname AS name, p.proowner AS owner, p.proacl::text[] AS acl,
      pg_catalog.oidvectortypes(p.proargtypes) AS types, pg_catalog.pg_get_function_identity_arguments(p.oid) AS signature,
      pg_catalog.array_remove(ARRAY[
        ${routine('SFUNC', 'a.aggtransfn')},
        'STYPE = ' || pg_catalog.format_type(a.aggtranstype, NULL),
        ${part('SSPACE', 'a.aggtransspace', 'a.aggtransspace = 0')},
        ${routine('FINALFUNC', 'a.aggfinalfn')},
        CASE WHEN a.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
        ${finalModify('FINALFUNC_MODIFY', 'a.aggfinalmodify')},
        ${routine('COMBINEFUNC', 'a.aggcombinefn')},
        ${routine('SERIALFUNC', 'a.aggserialfn')},
        ${routine('DESERIALFUNC', 'a.aggdeserialfn')},
        ${part('INITCOND', 'pg_catalog.quote_literal(a.agginitval)', 'a.agginitval IS NULL')},
        ${routine('MSFUNC', 'a.aggmtransfn')},
        ${routine('MINVFUNC', 'a.aggminvtransfn')},
        ${part('MSTYPE', 'pg_catalog.format_type(a.aggmtranstype, NULL)', 'a.aggmtranstype = 0')},
        ${part('MSSPACE', 'a.aggmtransspace', 'a.aggmtransspace = 0')},
        ${routine('MFINALFUNC', 'a.aggmfinalfn')},
        CASE WHEN a.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
        ${part(
          'MFINALFUNC_MODIFY',
          `CASE a.aggmfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END`,
          `a.aggmtransfn = 0 OR a.aggmfinalmodify = CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END`,
        )},
        ${part('MINITCOND', 'pg_catalog.quote_literal(a.aggminitval)', 'a.aggminitval IS NULL')},
        ${part(
          'SORTOP',
          `(SELECT 'OPERATOR(' || pg_catalog.quote_ident(n.nspname) || '.' || o.oprname || ')' FROM pg_catalog.pg_operator o
            JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace WHERE o.oid = a.aggsortop)`,
          'a.aggsortop = 0',
        )},
        CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END,
        CASE WHEN a.aggkind = 'h' THEN 'HYPOTHETICAL' END
      ], NULL) AS parts
    FROM pg_catalog.pg_aggregate a JOIN pg_catalog.pg_proc p ON p.oid = a.aggfnoid
    WHERE p.oid >= 16384`,
  draft(row: AggregateRow, names) {
    const at = names.qualified(row.namespace, row.name);
    if (at === undefined) return undefined;
    return {
      kind: 'aggregate',
      schema: at.schema,
      name: `${at.name}(${row.types === '' ? '*' : row.types})`,
      definition: definitionOf({
        owner: names.owner(row.owner),
        signature: `${at.name}(${row.signature === '' ? '*' : row.signature})`,
        parts: row.parts,
      }),
      address: { catalog: 'pg_proc', oid: row.oid },
      ...(row.acl === null ? {} : { acl: { items: row.acl, object: 'function', owner: row.owner } }),
    };
  },
};

interface CastRow {
  oid: number;
  source: string;
  target: string;
  routine: string | null;
  method: string;
  context: string;
}

/** Casts but those that a range type brings along. https://www.postgresql.org/docs/18/catalog-pg-cast.html */
export const casts: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_cast WHERE oid >= 16384)',
  sql: () => `
    SELECT c.oid, pg_catalog.format_type(c.castsource, NULL) AS source, pg_catalog.format_type(c.casttarget, NULL) AS target,
      CASE WHEN c.castfunc <> 0 THEN c.castfunc::pg_catalog.regprocedure::text END AS routine,
      c.castmethod AS method, c.castcontext AS context
    FROM pg_catalog.pg_cast c
    WHERE c.oid >= 16384 AND NOT EXISTS (
      SELECT FROM pg_catalog.pg_depend d
      WHERE d.classid = 'pg_catalog.pg_cast'::regclass AND d.objid = c.oid AND d.deptype = 'i')`,
  draft(row: CastRow) {
    const how =
      row.method === 'i'
        ? 'WITH INOUT'
        : row.method === 'b'
          ? 'WITHOUT FUNCTION'
          : `WITH FUNCTION ${row.routine}`;
    return {
      kind: 'cast',
      name: `(${row.source} AS ${row.target})`,
      definition: definitionOf({ how, context: { i: 'IMPLICIT', a: 'ASSIGNMENT' }[row.context] }),
      address: { catalog: 'pg_cast', oid: row.oid },
    };
  },
};

interface TransformRow {
  oid: number;
  type: string;
  language: string;
  from_sql: string | null;
  to_sql: string | null;
}

/** Transforms. https://www.postgresql.org/docs/18/catalog-pg-transform.html */
export const transforms: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_transform WHERE oid >= 16384)',
  sql: () => `
    SELECT t.oid, pg_catalog.format_type(t.trftype, NULL) AS type, pg_catalog.quote_ident(l.lanname) AS language,
      CASE WHEN t.trffromsql <> 0 THEN t.trffromsql::pg_catalog.regprocedure::text END AS from_sql,
      CASE WHEN t.trftosql <> 0 THEN t.trftosql::pg_catalog.regprocedure::text END AS to_sql
    FROM pg_catalog.pg_transform t JOIN pg_catalog.pg_language l ON l.oid = t.trflang WHERE t.oid >= 16384`,
  draft(row: TransformRow) {
    const parts = [
      row.from_sql === null ? '' : `FROM SQL WITH FUNCTION ${row.from_sql}`,
      row.to_sql === null ? '' : `TO SQL WITH FUNCTION ${row.to_sql}`,
    ];
    return {
      kind: 'transform',
      name: `FOR ${row.type} LANGUAGE ${row.language}`,
      definition: definitionOf({ parts: sorted(parts.filter((text) => text !== '')) }),
      address: { catalog: 'pg_transform', oid: row.oid },
    };
  },
};
