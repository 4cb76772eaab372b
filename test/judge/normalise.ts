import { conditioned, sortLists } from './lists.ts';

/** One entry of a dump's table of contents: what it is about, and the SQL that makes it. */
export interface DumpEntry {
  readonly title: string;
  readonly sql: string;
}

const header = /^--\n-- Name: (.*); Type: ([A-Z ]+); Schema: (.*); Owner: (.*)\n--\n/gm;

/**
 * The text of a pg_dump without its noise: no comments but one title per entry, no session settings, entries sorted,
 * and everything sorted whose order means nothing (columns, storage parameters, options, grants).
 */
export function normaliseDump(dump: string): string {
  return readEntries(dump)
    .map((entry) => `${entry.title}\n${entry.sql}\n`)
    .sort()
    .join('\n');
}

/** Reads normalised text back into its entries. */
export function entriesOf(normalised: string): readonly DumpEntry[] {
  return normalised
    .split(/^(?=-- \[)/m)
    .filter((text) => text.trim() !== '')
    .map((text) => {
      const end = text.indexOf('\n');
      return { title: text.slice(3, end), sql: text.slice(end + 1).trim() };
    });
}

function readEntries(dump: string): readonly DumpEntry[] {
  const text = conditioned(dump)
    .replace(/^\\(?:un)?restrict .*\n/gm, '')
    .replace(/\n--\n-- PostgreSQL database dump complete[\s\S]*$/, '');
  const headers = [...text.matchAll(header)];
  let storage = storageAfter('', text.slice(0, headers[0]?.index ?? text.length));
  return headers.map((match, index) => {
    const [whole, name, type, schema, owner] = match as unknown as readonly [
      string,
      string,
      string,
      string,
      string,
    ];
    const body = text.slice(match.index + whole.length, headers[index + 1]?.index ?? text.length);
    const sql = normaliseBody(type, body.replace(storageSetting, '').trim());
    const title = `-- [${type}] ${schema === '-' ? '' : `${schema}: `}${name}${owner === '-' || owner === '' ? '' : ` (owner ${owner})`}`;
    const entry = { title, sql: isStored(type) && storage !== '' ? `${sql}\n-- ${storage}` : sql };
    storage = storageAfter(storage, body);
    return entry;
  });
}

/** These settings stand before the object they concern and hold until the next one: they become part of the object. */
const storageSetting = /^SET (default_table_access_method|default_tablespace) = (.*);\n+/gm;

function storageAfter(before: string, text: string): string {
  const settings = new Map(
    before
      .split(', ')
      .filter((part) => part !== '')
      .map((part) => part.split(' = ') as [string, string]),
  );
  for (const [, name, value] of text.matchAll(storageSetting)) {
    if (value === 'heap' || value === "''") settings.delete(name!);
    else settings.set(name!, value!);
  }
  return [...settings].map(([name, value]) => `${name} = ${value}`).join(', ');
}

function isStored(type: string): boolean {
  return ['TABLE', 'MATERIALIZED VIEW', 'INDEX', 'CONSTRAINT'].includes(type);
}

function normaliseBody(type: string, sql: string): string {
  switch (type) {
    case 'ACL':
    case 'DEFAULT ACL':
      return grants(sql).sort().join('\n');
    case 'FUNCTION':
    case 'PROCEDURE':
    case 'RULE':
    case 'COMMENT':
      return sql;
    case 'OPERATOR FAMILY':
      return sortMembers(sql);
    default: {
      // What is said of columns one by one stands in their order.
      const [made = '', ...settings] = sql.split(/\n+(?=ALTER )/);
      return [sortLists(made), ...settings.map(sortLists).sort()].join('\n');
    }
  }
}

/** The members of a family: those of one number come in the order in which they were made. */
function sortMembers(sql: string): string {
  return sql.replace(/(?<= ADD\n)[^;]*/g, (members) => members.split(',\n').sort().join(',\n'));
}

/** Grants, each together with the role that gave it where that is not the owner. */
function grants(sql: string): string[] {
  let grantor = '';
  const result: string[] = [];
  for (const line of sql.split('\n')) {
    const session = /^SET SESSION AUTHORIZATION (.*);$/.exec(line);
    if (session) grantor = ` -- granted by ${session[1]}`;
    else if (line === 'RESET SESSION AUTHORIZATION;') grantor = '';
    else if (line !== '') result.push(line + grantor);
  }
  return result;
}
