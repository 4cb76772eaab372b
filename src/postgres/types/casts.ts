/** A range casts to a multirange. */
export const rangesOfOne = ['int4', 'int8', 'num', 'date', 'ts', 'tstz'].map(
  (of) => [`${of}range`, `${of}multirange`] as const,
);

/** Types of which a value is the number of something in the catalogs: they cast to one another by way of `oid`. */
const numbered = [
  'oid',
  'regclass',
  'regcollation',
  'regconfig',
  'regdictionary',
  'regnamespace',
  'regoper',
  'regoperator',
  'regproc',
  'regprocedure',
  'regrole',
  'regtype',
];

/**
 * Casts between built-in types that PostgreSQL has and does not make by itself on assignment, or that are few; by the type they
 * start from. `pg_cast`, https://www.postgresql.org/docs/18/sql-createcast.html
 */
const explicit = new Map<string, readonly string[]>([
  ['"char"', ['integer']],
  ['smallint', numbered],
  ['integer', ['"char"', 'bit', 'boolean', 'money', ...numbered]],
  ['bigint', ['bit', 'money', ...numbered]],
  ['numeric', ['money']],
  ['money', ['numeric']],
  ['boolean', ['integer']],
  ['bit', ['integer', 'bigint']],
  ['jsonb', ['boolean', 'numeric', 'smallint', 'integer', 'bigint', 'real', 'double precision']],
  ['hstore', ['json', 'jsonb']],
  ['interval', ['time without time zone']],
  ['time without time zone', ['interval']],
  ['timestamp without time zone', ['time without time zone']],
  ['timestamp with time zone', ['time without time zone', 'time with time zone']],
  ['macaddr', ['macaddr8']],
  ['macaddr8', ['macaddr']],
  ['box', ['circle', 'lseg', 'point', 'polygon']],
  ['circle', ['box', 'point', 'polygon']],
  ['lseg', ['point']],
  ['path', ['polygon']],
  ['point', ['box']],
  ['polygon', ['box', 'circle', 'path', 'point']],
  ['xid8', ['xid']],
  ...numbered.map((type) => [type, ['integer', 'bigint']] as const),
  ...rangesOfOne.map(([range, multirange]) => [range, [multirange]] as const),
]);

/** Types between which there is a way, but no cast. */
const byWayOf: Readonly<Record<string, string>> = {
  'smallint bit': 'integer',
  ...Object.fromEntries(
    ['smallint', 'integer', 'bigint', 'real', 'double precision'].map((to) => [`money ${to}`, 'numeric']),
  ),
  'interval time with time zone': 'time without time zone',
  'time with time zone interval': 'time without time zone',
};

/** How a value of one type is cast to another, both without modifiers: `::oid::regtype`; undefined where only its text can be. */
export function castBetween(from: string, to: string, written: string): string | undefined {
  const isNumber = numbered.includes(from) && numbered.includes(to) && from !== to;
  const way = isNumber ? 'oid' : byWayOf[`${from} ${to}`];
  if (way !== undefined && way !== from && way !== to) return `::${way}::${written}`;
  return way !== undefined || explicit.get(from)?.includes(to) ? `::${written}` : undefined;
}
