import { type CatalogReader, definitionOf } from '../reader.ts';

interface Row {
  oid: number;
  namespace: number;
  name: string;
  owner?: number;
  parts: string[];
}

const routine = (option: string, column: string) =>
  `CASE WHEN ${column}::oid <> 0 THEN '${option} = ' || ${column}::oid::pg_catalog.regproc::text END`;

/** Text search parsers. https://www.postgresql.org/docs/18/catalog-pg-ts-parser.html */
export const textSearchParsers: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_ts_parser WHERE oid >= 16384)',
  sql: () => `
    SELECT p.oid, p.prsnamespace AS namespace, p.prsname AS name, pg_catalog.array_remove(ARRAY[
      ${routine('START', 'p.prsstart')}, ${routine('GETTOKEN', 'p.prstoken')}, ${routine('END', 'p.prsend')},
      ${routine('HEADLINE', 'p.prsheadline')}, ${routine('LEXTYPES', 'p.prslextype')}], NULL) AS parts
    FROM pg_catalog.pg_ts_parser p WHERE p.oid >= 16384`,
  draft(row: Row, names) {
    const at = names.qualified(row.namespace, row.name);
    if (at === undefined) return undefined;
    const address = { catalog: 'pg_ts_parser', oid: row.oid } as const;
    return { kind: 'text-search-parser', ...at, definition: { parts: row.parts }, address };
  },
};

/** Text search templates. https://www.postgresql.org/docs/18/catalog-pg-ts-template.html */
export const textSearchTemplates: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_ts_template WHERE oid >= 16384)',
  sql: () => `
    SELECT t.oid, t.tmplnamespace AS namespace, t.tmplname AS name, pg_catalog.array_remove(ARRAY[
      ${routine('INIT', 't.tmplinit')}, ${routine('LEXIZE', 't.tmpllexize')}], NULL) AS parts
    FROM pg_catalog.pg_ts_template t WHERE t.oid >= 16384`,
  draft(row: Row, names) {
    const at = names.qualified(row.namespace, row.name);
    if (at === undefined) return undefined;
    const address = { catalog: 'pg_ts_template', oid: row.oid } as const;
    return { kind: 'text-search-template', ...at, definition: { parts: row.parts }, address };
  },
};

interface DictionaryRow extends Row {
  owner: number;
  template: string;
  options: string | null;
}

/** Text search dictionaries. https://www.postgresql.org/docs/18/catalog-pg-ts-dict.html */
export const textSearchDictionaries: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_ts_dict WHERE oid >= 16384)',
  sql: () => `
    SELECT d.oid, d.dictnamespace AS namespace, d.dictname AS name, d.dictowner AS owner, d.dictinitoption AS options,
      pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(t.tmplname) AS template
    FROM pg_catalog.pg_ts_dict d
    JOIN pg_catalog.pg_ts_template t ON t.oid = d.dicttemplate
    JOIN pg_catalog.pg_namespace n ON n.oid = t.tmplnamespace
    WHERE d.oid >= 16384`,
  draft(row: DictionaryRow, names) {
    const at = names.qualified(row.namespace, row.name);
    if (at === undefined) return undefined;
    return {
      kind: 'text-search-dictionary',
      ...at,
      definition: definitionOf({
        owner: names.owner(row.owner),
        template: row.template,
        options: row.options,
      }),
      address: { catalog: 'pg_ts_dict', oid: row.oid },
    };
  },
};

interface ConfigurationRow extends Row {
  owner: number;
  parser: string;
  mappings: string[] | null;
}

/** Text search configurations with their mappings. https://www.postgresql.org/docs/18/catalog-pg-ts-config.html */
export const textSearchConfigurations: CatalogReader = {
  presentIf: 'EXISTS (SELECT FROM pg_catalog.pg_ts_config WHERE oid >= 16384)',
  sql: () => `
    SELECT c.oid, c.cfgnamespace AS namespace, c.cfgname AS name, c.cfgowner AS owner,
      pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(p.prsname) AS parser,
      (SELECT pg_catalog.array_agg(m.token || ' ' || m.dictionaries ORDER BY m.token) FROM (
        SELECT (SELECT t.alias FROM pg_catalog.ts_token_type(c.cfgparser) t WHERE t.tokid = m.maptokentype) AS token,
          pg_catalog.string_agg(m.mapdict::pg_catalog.regdictionary::text, ', ' ORDER BY m.mapseqno) AS dictionaries
        FROM pg_catalog.pg_ts_config_map m WHERE m.mapcfg = c.oid GROUP BY m.maptokentype) m) AS mappings
    FROM pg_catalog.pg_ts_config c
    JOIN pg_catalog.pg_ts_parser p ON p.oid = c.cfgparser
    JOIN pg_catalog.pg_namespace n ON n.oid = p.prsnamespace
    WHERE c.oid >= 16384`,
  draft(row: ConfigurationRow, names) {
    const at = names.qualified(row.namespace, row.name);
    if (at === undefined) return undefined;
    return {
      kind: 'text-search-configuration',
      ...at,
      definition: definitionOf({ owner: names.owner(row.owner), parser: row.parser, mappings: row.mappings }),
      address: { catalog: 'pg_ts_config', oid: row.oid },
    };
  },
};
