import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import { StrataError } from '../model/errors.ts';
import { parseUrl, targetOf, tlsKeys } from './url.ts';

/** The variables of libpq that speak where a URL is silent, as the driver has it for host, port, user and password. */
const variables = {
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
} as const;

/**
 * How to try a URL, in order; `false` is without TLS. TLS is as libpq has it: `disable`, `allow`, `prefer` (the default), `require`,
 * `verify-ca`, `verify-full`, with `sslrootcert`, `sslcert` and `sslkey`, of the URL or of libpq's variables.
 * https://www.postgresql.org/docs/18/libpq-ssl.html#LIBPQ-SSL-SSLMODE-STATEMENTS
 * Where verify-full has no certificate to go by, the public authorities count, as with `sslrootcert=system`.
 */
export function tlsAttempts(
  url: string,
  environment: NodeJS.ProcessEnv = process.env,
): readonly (ConnectionOptions | false)[] {
  const parsed = parseUrl(url);
  const said = Object.fromEntries(tlsKeys.map((key) => [key, parsed.searchParams.get(key) ?? undefined]));
  const given = { ...ofVariables(said, environment), ...defined(said) };
  if (targetOf(url, environment).host.startsWith('/')) return [false];
  return waysOf(modeOf(given), { ...given, sslrootcert: given.sslrootcert ?? usualRoot(environment) });
}

function modeOf({ sslmode, ssl, sslrootcert }: Readonly<Record<string, string>>): string {
  if (sslrootcert === 'system') {
    if ((sslmode ?? 'verify-full') === 'verify-full') return 'verify-full';
    throw new StrataError('usage', `sslmode ${sslmode} is too weak for sslrootcert=system`, {
      hint: 'Anybody has a certificate of a public authority: say sslmode=verify-full, which looks at the name in it as well.',
    });
  }
  return sslmode ?? (ssl === 'true' || ssl === '1' ? 'require' : 'prefer');
}

/** What the environment says of TLS. A URL with `ssl=` has said whether there is to be any. */
function ofVariables(
  said: Readonly<Record<string, string | undefined>>,
  environment: NodeJS.ProcessEnv,
): Readonly<Record<string, string>> {
  const all = Object.entries(variables).map(([key, name]) => [key, environment[name] || undefined] as const);
  return defined(Object.fromEntries(all.filter(([key]) => key !== 'sslmode' || said.ssl === undefined)));
}

function defined(values: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

function waysOf(
  mode: string,
  given: Readonly<Record<string, string | undefined>>,
): readonly (ConnectionOptions | false)[] {
  const own = {
    ...(given.sslcert === undefined ? {} : { cert: read('sslcert', given.sslcert) }),
    ...(given.sslkey === undefined ? {} : { key: read('sslkey', given.sslkey) }),
  };
  const root = given.sslrootcert;
  const trusted = root === undefined || root === 'system' ? {} : { ca: readAuthorities(root) };
  const unverified = { ...own, rejectUnauthorized: false };
  // A name that does not match is fine for verify-ca, whose certificate authority vouches for every server of its own.
  const byAuthority = { ...own, ...trusted, rejectUnauthorized: true, checkServerIdentity: () => undefined };
  switch (mode) {
    case 'disable':
      return [false];
    case 'allow':
      return [false, unverified];
    case 'prefer':
      return [unverified, false];
    case 'require':
      return [root === undefined ? unverified : byAuthority];
    case 'no-verify':
      return [unverified];
    case 'verify-ca':
      if (root === undefined) throw noAuthority();
      return [byAuthority];
    case 'verify-full':
      return [{ ...own, ...trusted, rejectUnauthorized: true }];
    default:
      throw new StrataError('usage', `sslmode ${mode} is not known`, {
        hint: 'It is disable, allow, prefer, require, verify-ca or verify-full.',
      });
  }
}

function noAuthority(): StrataError {
  return new StrataError(
    'usage',
    'sslmode verify-ca needs the certificate of an authority, and none is named',
    {
      hint: 'Name its file as sslrootcert, in the URL or as PGSSLROOTCERT, or say sslmode=verify-full, for which the public authorities count.',
    },
  );
}

function read(key: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new StrataError('usage', `${file}, which ${key} names, cannot be read (${code})`, {
      hint: 'Name a file that is there and that this user may read.',
      cause,
    });
  }
}

function readAuthorities(file: string): string {
  const text = read('sslrootcert', file);
  if (/-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/.test(text)) return text;
  throw new StrataError('usage', `${file}, which sslrootcert names, holds no certificate`, {
    hint: "Name the file of the server's certificate authority, in PEM: it begins with -----BEGIN CERTIFICATE-----",
  });
}

function usualRoot({ HOME }: NodeJS.ProcessEnv): string | undefined {
  const file = join(HOME || homedir(), '.postgresql', 'root.crt');
  return existsSync(file) ? file : undefined;
}

/** Whether the next way may do better: the answer was about TLS, not about the password, the database or the network. */
export function isAboutTls(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  if (code === '28000') return true;
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code)) return false;
  return (
    !/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH)$/.test(code ?? '') &&
    !/timeout/i.test(message ?? '')
  );
}
