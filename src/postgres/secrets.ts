/** What stands where a secret was. */
export const secretMask = '***';

/** Options that hold a secret: libpq's `password`, `sslpassword`, `oauth_client_secret`, `scram_client_key`, and those of other wrappers. */
const secretName = /(?:password|secret|token|_key)$/i;

/** Whether an option of this name holds a secret; letters of it may be written as `%70`. */
export function isSecretName(name: string): boolean {
  return secretName.test(
    name.replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  );
}

/** An option of a user mapping, `name=value`, without a value that is secret. */
export function maskOption(option: string): string {
  const name = option.split('=', 1)[0] as string;
  return secretName.test(name) ? `${name}=${secretMask}` : option;
}

/**
 * A connection string without its secrets, be it `key = value` pairs or a URI.
 * https://www.postgresql.org/docs/18/libpq-connect.html#LIBPQ-CONNSTRING
 */
export function maskConnection(connection: string): string {
  return /^postgres(?:ql)?:\/\//.test(connection) ? maskUri(connection) : maskPairs(connection);
}

function maskPairs(connection: string): string {
  return connection.replaceAll(
    /(\w+)(\s*=\s*)('(?:[^'\\]|\\.)*'|(?:[^\s\\]|\\.)*)/gs,
    (pair, name: string, sign: string) => (secretName.test(name) ? `${name}${sign}${secretMask}` : pair),
  );
}

function maskUri(connection: string): string {
  return connection
    .replace(/^(postgres(?:ql)?:\/\/[^:@/]*:)[^@/]*@/, `$1${secretMask}@`)
    .replaceAll(/([?&])([^=&]*)=([^&]*)/g, (pair, sign: string, name: string) =>
      isSecretName(name) ? `${sign}${name}=${secretMask}` : pair,
    );
}
