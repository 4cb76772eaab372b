/** Functions of other databases that turn up in PostgreSQL migrations, with what PostgreSQL has for them. */
const instead: Readonly<Record<string, readonly [whose: string, own: string]>> = {
  curdate: ['MySQL', 'current_date'],
  date_add: ['MySQL', "value + interval '1 day'"],
  date_format: ['MySQL', "to_char(value, 'YYYY-MM-DD')"],
  date_sub: ['MySQL', "value - interval '1 day'"],
  datetime: ['SQLite', 'now() or value::timestamptz'],
  getdate: ['SQL Server', 'now()'],
  group_concat: ['MySQL and SQLite', "string_agg(value, ',')"],
  ifnull: ['MySQL and SQLite', 'coalesce(value, other)'],
  isnull: ['SQL Server', 'coalesce(value, other)'],
  json_extract: ['MySQL and SQLite', "value -> 'key' or value ->> 'key'"],
  last_insert_id: ['MySQL', 'RETURNING id'],
  last_insert_rowid: ['SQLite', 'RETURNING id'],
  newid: ['SQL Server', 'gen_random_uuid()'],
  nvl: ['Oracle', 'coalesce(value, other)'],
  rand: ['MySQL', 'random()'],
  randomblob: ['SQLite', 'gen_random_uuid()'],
  str_to_date: ['MySQL', "to_date(value, 'YYYY-MM-DD')"],
  strftime: ['SQLite', "to_char(value, 'YYYY-MM-DD')"],
  sysdate: ['Oracle', 'now()'],
  unix_timestamp: ['MySQL', 'extract(epoch FROM value)'],
  unixepoch: ['SQLite', 'extract(epoch FROM value)'],
  utc_timestamp: ['MySQL', "now() AT TIME ZONE 'UTC'"],
  uuid: ['MySQL', 'gen_random_uuid()'],
};

/** What PostgreSQL has in place of a function of another database; undefined for any other name. */
export function ownInstead(name: string): string | undefined {
  const [whose, own] = Object.hasOwn(instead, name.toLowerCase()) ? instead[name.toLowerCase()]! : [];
  return whose === undefined ? undefined : `${name} is of ${whose}; PostgreSQL writes ${own}.`;
}
