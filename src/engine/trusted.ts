/**
 * Contrib extensions that PostgreSQL reserves to superusers but that the owner of a throwaway database may create:
 * their functions either check for privileges themselves or are revoked from everybody by their own scripts.
 * Left out on purpose: languages and transforms that run any program (plperlu, plpython3u, pltclu, *_plperlu,
 * *_plpython3u), file_fdw (reads files), pg_surgery (damages tables). https://www.postgresql.org/docs/18/contrib.html
 */
export const ownerExtensions: readonly string[] = [
  'amcheck',
  'autoinc',
  'bloom',
  'dblink',
  'dict_xsyn',
  'earthdistance',
  'insert_username',
  'intagg',
  'moddatetime',
  'pageinspect',
  'pg_buffercache',
  'pg_freespacemap',
  'pg_logicalinspect',
  'pg_prewarm',
  'pg_stat_statements',
  'pg_visibility',
  'pg_walinspect',
  'pgrowlocks',
  'pgstattuple',
  'postgres_fdw',
  'refint',
  'sslinfo',
  'xml2',
];

/** SQL put at the end of an extension's script: what a managed service grants to those who create it. */
export const scriptAdditions: Readonly<Record<string, string>> = {
  dblink: 'GRANT USAGE ON FOREIGN DATA WRAPPER dblink_fdw TO @extowner@;',
  postgres_fdw: 'GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO @extowner@;',
};

/** The text of a control file, with leave for the owner of a database to create the extension. */
export function trustControl(text: string): string {
  return `${text.replace(/^trusted\s*=.*$/gm, '')}\ntrusted = true\n`;
}
