import { quoteIdentifier } from '../../postgres/identifier.ts';
import { postgres15, postgres16, postgres17 } from '../../postgres/versions.ts';
import { type CatalogReader, definitionOf } from '../reader.ts';

interface Row {
  oid: number;
  name: string;
  owner: number;
  acl: string[] | null;
  trusted: boolean;
  handler: string | null;
  inline: string | null;
  validator: string | null;
}

const routine = (column: string) => `CASE WHEN ${column} <> 0 THEN ${column}::pg_catalog.regproc::text END`;

/** Procedural languages; those that extensions bring are the extension's, and of plpgsql only the grants are read. https://www.postgresql.org/docs/18/catalog-pg-language.html */
export const languages: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_language WHERE oid >= 16384 OR lanacl IS NOT NULL)',
  sql: () => `
    SELECT l.oid, l.lanname AS name, l.lanowner AS owner, l.lanacl::text[] AS acl, l.lanpltrusted AS trusted,
      ${routine('l.lanplcallfoid')} AS handler, ${routine('l.laninline')} AS inline, ${routine('l.lanvalidator')} AS validator
    FROM pg_catalog.pg_language l WHERE (l.oid >= 16384 OR l.lanacl IS NOT NULL) AND l.lanispl`,
  draft(row: Row, names) {
    return {
      kind: 'language',
      name: quoteIdentifier(row.name),
      definition: definitionOf({
        owner: names.owner(row.owner),
        trusted: row.trusted,
        handler: row.handler,
        inline: row.inline,
        validator: row.validator,
      }),
      ...(row.oid < 16384
        ? { onlyAcl: true }
        : { address: { catalog: 'pg_language', oid: row.oid } as const }),
      ...(row.acl === null ? {} : { acl: { items: row.acl, object: 'language', owner: row.owner } }),
    };
  },
};

interface AccessMethodRow {
  oid: number;
  name: string;
  type: string;
  handler: string;
}

/** Access methods. https://www.postgresql.org/docs/18/catalog-pg-am.html */
export const accessMethods: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_am WHERE oid >= 16384)',
  sql: () => `
    SELECT a.oid, a.amname AS name, a.amtype AS type,
      pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(f.proname) AS handler
    FROM pg_catalog.pg_am a
    JOIN pg_catalog.pg_proc f ON f.oid = a.amhandler
    JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace
    WHERE a.oid >= 16384`,
  draft(row: AccessMethodRow) {
    return {
      kind: 'access-method',
      name: quoteIdentifier(row.name),
      definition: { type: row.type === 't' ? 'TABLE' : 'INDEX', handler: row.handler },
      address: { catalog: 'pg_am', oid: row.oid },
    };
  },
};

interface ConversionRow {
  oid: number;
  namespace: number;
  name: string;
  owner: number;
  source: string;
  target: string;
  routine: string;
  is_default: boolean;
}

/** Encoding conversions. https://www.postgresql.org/docs/18/catalog-pg-conversion.html */
export const conversions: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_conversion WHERE oid >= 16384)',
  sql: () => `
    SELECT c.oid, c.connamespace AS namespace, c.conname AS name, c.conowner AS owner, c.condefault AS is_default,
      pg_catalog.pg_encoding_to_char(c.conforencoding) AS source, pg_catalog.pg_encoding_to_char(c.contoencoding) AS target,
      pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(f.proname) AS routine
    FROM pg_catalog.pg_conversion c
    JOIN pg_catalog.pg_proc f ON f.oid = c.conproc
    JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace
    WHERE c.oid >= 16384`,
  draft(row: ConversionRow, names) {
    const at = names.qualified(row.namespace, row.name);
    if (at === undefined) return undefined;
    return {
      kind: 'conversion',
      ...at,
      definition: definitionOf({
        owner: names.owner(row.owner),
        source: row.source,
        target: row.target,
        routine: row.routine,
        default: row.is_default,
      }),
      address: { catalog: 'pg_conversion', oid: row.oid },
    };
  },
};

interface CollationRow {
  oid: number;
  namespace: number;
  name: string;
  owner: number;
  provider: string;
  deterministic: boolean;
  collate: string | null;
  ctype: string | null;
  locale: string | null;
  rules: string | null;
}

const providers: Readonly<Record<string, string>> = { c: 'libc', i: 'icu', b: 'builtin', d: 'default' };

/** Collations but for the system's own, of which a server may import more. https://www.postgresql.org/docs/18/catalog-pg-collation.html */
export const collations: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_collation WHERE oid >= 16384 AND collnamespace <> 11)',
  sql: (version) => `
    SELECT c.oid, c.collnamespace AS namespace, c.collname AS name, c.collowner AS owner, c.collprovider AS provider,
      c.collisdeterministic AS deterministic, c.collcollate::text AS collate, c.collctype::text AS ctype,
      ${version >= postgres17 ? 'c.colllocale' : version >= postgres15 ? 'c.colliculocale' : 'NULL::text'}::text AS locale,
      ${version >= postgres16 ? 'c.collicurules' : 'NULL::text'}::text AS rules
    FROM pg_catalog.pg_collation c WHERE c.oid >= 16384 AND c.collnamespace <> 11`,
  draft(row: CollationRow, names) {
    const at = names.qualified(row.namespace, row.name);
    if (at === undefined) return undefined;
    const locale = row.locale ?? (row.provider !== 'c' || row.collate === row.ctype ? row.collate : null);
    return {
      kind: 'collation',
      ...at,
      definition: definitionOf({
        owner: names.owner(row.owner),
        provider: providers[row.provider],
        nondeterministic: !row.deterministic,
        locale,
        collate: locale === null ? row.collate : null,
        ctype: locale === null ? row.ctype : null,
        rules: row.rules,
      }),
      address: { catalog: 'pg_collation', oid: row.oid },
    };
  },
};
