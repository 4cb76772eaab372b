import path from 'node:path';
import { readHead } from '../file-bytes.ts';

/** Folders of these names hold what is for another database. */
const foreignFolder =
  /^(?:mysql|mariadb|sqlite3?|h2|hsqldb|oracle|mssql|sqlserver|cockroach(?:db)?|clickhouse|spanner|d1)$/i;
const ownFolder = /^(?:pg|pgsql|postgres|postgresql)$/i;
/** Names that a service may bear as well. */
const serviceName = /^(?:oracle|d1)$/;
const foreignProduct = /^(?:mysql|mariadb|sqlite3?|mssql|sqlserver|clickhouse|cockroachdb)$/i;
/**
 * Names of other databases as parts of longer names, such as `db_ido_mysql`; they count unless the contents are plainly
 * PostgreSQL.
 */
const foreignWord = /(?:^|[-_.])(mysql|mariadb|sqlite3?|mssql|sqlserver|clickhouse)(?:$|[-_.])/i;
const ownWord = /(?:^|[-_.])(?:pg|pgsql|postgres|postgresql)(?:$|[-_.])/i;
const dotted =
  /\.(mysql|mariadb|sqlite3?|mssql|sqlserver|oracle|h2|hsqldb|clickhouse|cockroach(?:db)?|derby|db2)(?=(?:\.(?:tx|autocommit))?(?:\.(?:up|down|do|undo))?\.sql$)/i;
const joined = /[-_](mysql|mariadb|sqlite3?|mssql|sqlserver|oracle)(?=(?:\.(?:up|down))?\.sql$)/i;
const ownDotted =
  /\.(?:pg|pgsql|psql|postgres|postgresql)(?=(?:\.(?:tx|autocommit))?(?:\.(?:up|down|do|undo))?\.sql$)|(?<=\.sql)\.postgres$/i;

/**
 * Syntax that only one other database understands. A single match proves nothing: it may be a mistake, which other parts of
 * Strata explain.
 */
const foreignSyntax: readonly (readonly [string, RegExp])[] = [
  ['clickhouse', /\bENGINE\s*=\s*\w*MergeTree/i],
  [
    'sqlite',
    /\bAUTOINCREMENT\b|^\s*PRAGMA\s+\w+|\b(?:INSERT|UPDATE)\s+OR\s+(?:REPLACE|IGNORE|ABORT)\b|\bCREATE\s+VIRTUAL\s+TABLE\b|\)\s*WITHOUT\s+ROWID\b/im,
  ],
  [
    'mysql',
    /\bENGINE\s*=\s*\w+|\b(?:TABLE|INTO|UPDATE|FROM|EXISTS)\s+`|\bAUTO_INCREMENT\b|\b(?:TINYINT|MEDIUMINT|MEDIUMTEXT|LONGTEXT|MEDIUMBLOB|LONGBLOB)\b|\bDATETIME\s*\(\d|\bON\s+DUPLICATE\s+KEY\b|\bMODIFY\s+(?:COLUMN\s+)?[`\w]+\s+\w+/i,
  ],
  [
    'sqlserver',
    /^\s*GO\s*$|\bIDENTITY\s*\(\s*1\s*,\s*1\s*\)|\[dbo\]|\bN?VARCHAR\s*\(\s*MAX\s*\)|\bsp_rename\b/im,
  ],
];

/** Functions of other databases that people write by mistake: only many files with them prove another database. */
const foreignFunctions: readonly (readonly [string, RegExp])[] = [
  [
    'sqlite',
    /\b(?:datetime|strftime|date|julianday)\s*\(\s*'(?:now|%)|\b(?:randomblob|ifnull|unixepoch)\s*\(/i,
  ],
  ['mysql', /\b(?:unix_timestamp|date_format|curdate|last_insert_id)\s*\(/i],
];

/** Syntax that other databases lack: a folder that holds it is for PostgreSQL, whatever else it holds. */
const ownSyntax =
  /\b(?:(?:big|small)?serial|timestamptz|jsonb|bytea|plpgsql|tsvector|citext|gen_random_uuid|uuid_generate_v\d|row\s+level\s+security|create\s+(?:extension|policy|type|domain)|character\s+varying|with(?:out)?\s+time\s+zone|using\s+(?:gin|gist|btree|hnsw)|pg_\w+|nextval)\b|\bas\s+\$\w*\$|\bdo\s+\$\w*\$|\w::[a-z]/i;

/** What neither Oracle nor SQLite has. */
const ownAlone =
  /\b(?:timestamptz|bytea|plpgsql|tsvector|citext|gen_random_uuid|uuid_generate_v\d|row\s+level\s+security|create\s+(?:extension|policy)|using\s+(?:gin|gist|hnsw))\b|\bjsonb\b(?!\s*\()|\b(?:as|do)\s+\$\w*\$/i;

/** Whether a folder of this name holds what is for another database. */
export function isForeignFolder(name: string): boolean {
  return foreignFolder.test(name);
}

/** Whether the files in a folder are plainly written for PostgreSQL. */
export function isForPostgres(folder: string, names: readonly string[]): boolean {
  return spokenDialect(folder, names) === 'postgresql';
}

/**
 * The database that a folder of SQL is for, where that is plainly not PostgreSQL: by the names of the folders from `root` on,
 * the names of its files, or what most of them say.
 */
export function foreignDialect(root: string, folder: string, names: readonly string[]): string | undefined {
  const below = path.relative(root, folder).split(path.sep);
  const segments = folder.split(path.sep).slice(-Math.max(3, below.length));
  const named = namedDialect(segments, below.length);
  if (named !== undefined && !(serviceName.test(named) && speaksOnlyPostgres(folder, names))) return named;
  const byFile = names.map((name) => dotted.exec(name)?.[1]?.toLowerCase());
  if (byFile.length > 0 && byFile.every((dialect) => dialect !== undefined)) return byFile[0];
  const spoken = spokenDialect(folder, names);
  if (spoken !== undefined) return spoken === 'postgresql' ? undefined : spoken;
  const last = segments.findLast((segment) => foreignWord.test(segment) || ownWord.test(segment));
  if (last === undefined || ownWord.test(last)) return undefined;
  return foreignWord.exec(last)?.[1]?.toLowerCase();
}

/** The other database that the last telling one of these folders bears the name of; the last `below` of them were searched. */
function namedDialect(segments: readonly string[], below: number): string | undefined {
  const last = segments.findLast((segment, index) => {
    const fromEnd = segments.length - index;
    if (ownFolder.test(segment)) return true;
    // Farther away `oracle` may be a service; a product's own name is none.
    return fromEnd <= 2 ? foreignFolder.test(segment) : fromEnd <= below && foreignProduct.test(segment);
  });
  return last === undefined || ownFolder.test(last) ? undefined : last.toLowerCase();
}

function speaksOnlyPostgres(folder: string, names: readonly string[]): boolean {
  return names.some((name) => ownAlone.test(withoutText(readHead(path.join(folder, name)) ?? '')));
}

/**
 * The database that most files are written for. The first file that only PostgreSQL could read decides, so that usually only
 * one or two files are opened.
 */
function spokenDialect(folder: string, names: readonly string[]): string | undefined {
  const counts = new Map<string, { statements: number; functions: number }>();
  for (const name of names) {
    const head = readHead(path.join(folder, name)) ?? '';
    if (ownSyntax.test(withoutText(head))) return 'postgresql';
    const code = withoutComments(head);
    const spoken = foreignSyntax.find(([, syntax]) => syntax.test(code))?.[0];
    const found = spoken ?? foreignFunctions.find(([, syntax]) => syntax.test(code))?.[0];
    if (found === undefined) continue;
    const { statements, functions } = counts.get(found) ?? { statements: 0, functions: 0 };
    const isStatement = spoken !== undefined;
    counts.set(found, {
      statements: statements + (isStatement ? 1 : 0),
      functions: functions + (isStatement ? 0 : 1),
    });
  }
  return [...counts].find(
    ([, { statements, functions }]) => statements + functions >= 3 || statements * 2 > names.length,
  )?.[0];
}

function withoutComments(sql: string): string {
  return sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, '');
}

function withoutText(sql: string): string {
  return withoutComments(sql).replace(/'(?:[^']|'')*'/g, "''");
}

/**
 * Files that are not for PostgreSQL, by name, with the reason: `x.mysql.sql`, `x_mysql.sql` where `x_postgres.sql` stands
 * beside it (a lone `import_from_mysql.sql` is an ordinary name), and `x.sql` where `x.postgres.sql` or `x.sql.postgres` does.
 */
export function foreignFiles(names: readonly string[]): ReadonlyMap<string, string> {
  const own = new Set(
    names.filter((name) => ownWord.test(stemOf(name))).map((name) => stemOf(name).replace(ownWord, '')),
  );
  const replaced = new Map(
    names.filter((name) => ownDotted.test(name)).map((name) => [withoutDialect(name), name]),
  );
  return new Map(
    names.flatMap((name): readonly (readonly [string, string])[] => {
      const plain = dotted.exec(name)?.[1];
      if (plain !== undefined) return [[name, `by its name it is for ${plain.toLowerCase()}`]];
      const instead = replaced.get(name);
      if (instead !== undefined) return [[name, 'for PostgreSQL another file stands in for it']];
      const word = joined.exec(name);
      const isPaired = word !== null && own.has(name.slice(0, word.index));
      return isPaired ? [[name, `by its name it is for ${word[1]!.toLowerCase()}`]] : [];
    }),
  );
}

/** `x.postgres.up.sql` as `x.up.sql`, and `x.sql.postgres` as `x.sql`. */
export function withoutDialect(name: string): string {
  return name.replace(ownDotted, '');
}

function stemOf(name: string): string {
  return name.replace(/(?:\.(?:up|down))?\.sql$/i, '');
}
