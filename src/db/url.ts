import type pg from 'pg';
import { StrataError } from '../model/errors.ts';

/** Stands for the host of a URL that names a user and no host, which no URL may be without. */
const noHost = 'nobody.invalid';

/**
 * A URL of a database; one that names a user and leaves the host to a parameter is one as well. Throws where it is none, and where
 * something in it is not percent-encoded, which would be read as another part.
 */
export function parseUrl(url: string): URL {
  const parsed = new URL(url.replace(/^(\w+:\/\/[^/?#]*@)(?=[/?]|$)/, `$1${noHost}`));
  // A password that is not encoded ends at its first slash, `?` or `#`: its parts would be printed as host, path or parameters.
  const { pathname, search, hash, username } = parsed;
  if (hash !== '') throw new Error('a # stands in it');
  if (`${pathname}${username === '' ? search : ''}`.includes('@'))
    throw new Error('an @ stands behind the host');
  return parsed;
}

/** The text of what `parseUrl` read, with its changes. */
export function urlText(parsed: URL): string {
  return parsed.toString().replace(`@${noHost}`, '@');
}

/** Parameters that speak of TLS. */
export const tlsKeys = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'ssl', 'uselibpqcompat'] as const;

/**
 * What a URL says of the connection, but for TLS. The driver would read it too, but takes `%2B` and others in the name of a
 * database as they are, where libpq decodes them, and knows no `dbname`. What is not said is left to libpq's variables. Throws a
 * `usage` error for what would lead libpq elsewhere than the driver.
 */
export function connectionOf(url: string): pg.ClientConfig {
  const parsed = parseUrl(url);
  const { hostname } = parsed;
  const { dbname, ...parameters } = Object.fromEntries(parsed.searchParams);
  for (const key of tlsKeys) delete parameters[key];
  const said = {
    user: decode(parsed.username),
    password: decode(parsed.password),
    host: hostname === noHost ? '' : decode(hostname.replace(/^\[(.+)\]$/, '$1')),
    port: parsed.port,
    ...parameters,
    database: dbname ?? decode(parsed.pathname.slice(1)),
  };
  refuseOtherTargets(said);
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== ''));
}

function refuseOtherTargets(said: Readonly<Record<string, string>>): void {
  const unknown = ['hostaddr', 'service', 'servicefile'].find((key) => (said[key] ?? '') !== '');
  const isList = `${said.host}${said.port}`.includes(',');
  if (unknown === undefined && !isList) return;
  throw new StrataError(
    'usage',
    `the database URL names ${unknown ?? 'several hosts'}, which is not followed`,
    {
      hint: 'Name the one server that is meant: postgres://user@host:5432/database',
    },
  );
}

/** The server and the database that a URL leads to, with what libpq's variables add. A socket's host is its directory. */
export function targetOf(
  url: string,
  environment: NodeJS.ProcessEnv = process.env,
): { readonly host: string; readonly port: string; readonly database: string } {
  const { host, port, database, user } = connectionOf(url);
  return {
    host: host || environment.PGHOST || 'localhost',
    port: String(port ?? (environment.PGPORT || 5432)),
    database: database || environment.PGDATABASE || user || environment.PGUSER || '',
  };
}

/** A part of a URL without its percent-encoding; a `%` that begins none stands for itself. */
function decode(part: string): string {
  return part.replaceAll(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}
