import type { StandInSource } from './stand-in.ts';

const names = [
  'plv8',
  'plls',
  'plcoffee',
  'plperl',
  'plperlu',
  'plpython3u',
  'plr',
  'pllua',
  'plluau',
  'plsh',
  'plrust',
].concat('plprql', 'plphp', 'pljs');

/** Languages whose libraries the engine lacks or cannot load. A call ends in PostgreSQL's own error about the handler. */
export const languages: readonly StandInSource[] = [
  ...names.map((name) => language(name, [name])),
  language('pljava', ['java', 'javau']),
];

function language(extension: string, made: readonly string[]): StandInSource {
  return {
    name: extension,
    version: '1.0',
    // plv8's functions belong to pg_catalog, as those of PostgreSQL's own languages do.
    schema: 'pg_catalog',
    relocatable: false,
    requires: [],
    comment: `${extension} procedural language`,
    note: `Functions in ${made.join(' and ')} can be created, unchecked; calling one fails.`,
    sql: made
      .map(
        (name) => `
CREATE FUNCTION ${name}_call_handler() RETURNS language_handler LANGUAGE internal AS 'language_handler_in';
CREATE TRUSTED LANGUAGE ${name} HANDLER ${name}_call_handler;
ALTER LANGUAGE ${name} OWNER TO @extowner@;`,
      )
      .join('\n'),
  };
}
