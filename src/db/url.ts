import type pg from 'pg';

/**
 * A URL of a database; one that names a user and leaves the host to a parameter is one as well. Throws where it is none, and where
 * something in it is not percent-encoded, which would be read as another part.
 */
export function parseUrl(url: string): URL {
  const parsed = new URL(url.replace(/^(\w+:\/\/[^/?#]*@)(?=\/)/, '$1localhost'));
  // A password that is not encoded ends at its first slash, `?` or `#`: its parts would be printed as host, path or parameters.
  const { pathname, search, hash, username } = parsed;
  if (hash !== '') throw new Error('a # stands in it');
  if (`${pathname}${username === '' ? search : ''}`.includes('@'))
    throw new Error('an @ stands behind the host');
  return parsed;
}

/** The database that a URL names, in its own letters; empty where it names none. */
export function databaseOf({ pathname }: URL): string {
  return decode(pathname.slice(1));
}

/**
 * What a URL says of the connection. The driver would read it too, but takes `%2B` and others in the name of a database as they
 * are, where libpq decodes them. What is not said is left to libpq's variables.
 */
export function connectionOf(url: string): pg.ClientConfig {
  const parsed = parseUrl(url);
  const parameters = Object.fromEntries(parsed.searchParams);
  const said = {
    user: decode(parsed.username),
    password: decode(parsed.password),
    host: decode(parsed.hostname.replace(/^\[(.+)\]$/, '$1')),
    port: parsed.port,
    ...parameters,
    database: databaseOf(parsed),
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== ''));
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
