import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { placeDirectory } from './place.ts';
import { remove } from './snapshots.ts';

/** An extension written in SQL alone. https://www.postgresql.org/docs/18/extend-extensions.html */
export interface ExtensionSource {
  readonly name: string;
  readonly version: string;
  /** The schema that its objects always go to. */
  readonly schema?: string;
  readonly relocatable?: boolean;
  readonly requires?: readonly string[];
  readonly comment?: string;
  readonly sql: string;
}

/**
 * Writes the extensions below `programs`, once for equal contents while all of their files are there, and returns the directory to
 * put on `extension_control_path`.
 */
export function placeExtensions(programs: string, extensions: readonly ExtensionSource[]): string {
  const directory = join(programs, `extensions-${contentHash(JSON.stringify(extensions))}`);
  const files = extensionFiles(extensions);
  const isThere = existsSync(directory);
  if ([...files.keys()].every((name) => existsSync(join(directory, 'extension', name)))) return directory;
  // A cleaner of old files was there; what another process has placed by now is whole.
  if (isThere) remove(directory);
  placeDirectory(directory, 'extensions', (part) => {
    mkdirSync(join(part, 'extension'), { recursive: true, mode: 0o755 });
    for (const [name, text] of files) {
      writeFileSync(join(part, 'extension', name), text, { mode: 0o644 });
    }
  });
  return directory;
}

/** File names and their texts; the owner of a database may create them. Of two extensions with the same name the later counts. */
export function extensionFiles(extensions: readonly ExtensionSource[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const extension of new Map(extensions.map((one) => [one.name, one])).values()) {
    files.set(`${extension.name}.control`, controlFile(extension));
    files.set(`${extension.name}--${extension.version}.sql`, `${schemaGuard}${extension.sql}`);
  }
  return files;
}

/**
 * A trusted script runs as the superuser, with the schema that its creator chose on the search path. Operators in that schema
 * with the names of built-in ones would then run as the superuser too; this refuses them.
 * https://www.postgresql.org/docs/18/extend-extensions.html#EXTEND-EXTENSIONS-SECURITY
 */
const schemaGuard = `DO $guard$
DECLARE trap pg_catalog.text;
BEGIN
  SELECT n.nspname INTO trap
  FROM pg_catalog.pg_operator o, pg_catalog.pg_operator own, pg_catalog.pg_namespace n
  WHERE n.nspname OPERATOR(pg_catalog.=) ANY (pg_catalog.current_schemas(false))
    AND o.oprnamespace OPERATOR(pg_catalog.=) n.oid
    AND o.oprowner OPERATOR(pg_catalog.<>) 10::pg_catalog.oid
    AND own.oprname OPERATOR(pg_catalog.=) o.oprname
    AND own.oprnamespace OPERATOR(pg_catalog.=) 11::pg_catalog.oid
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'schema "%" holds operators with the names of built-in ones', trap
      USING HINT = 'Create the extension in another schema, or before those operators.';
  END IF;
END $guard$;
`;

function controlFile(extension: ExtensionSource): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "''").replaceAll('\n', ' ')}'`;
  const lines = [
    `default_version = ${quoted(extension.version)}`,
    `relocatable = ${extension.schema === undefined && extension.relocatable === true}`,
    'superuser = true',
    'trusted = true',
  ];
  if (extension.comment !== undefined) lines.push(`comment = ${quoted(extension.comment)}`);
  if (extension.schema !== undefined) lines.push(`schema = ${quoted(extension.schema)}`);
  if (extension.requires?.length) lines.push(`requires = ${quoted(extension.requires.join(', '))}`);
  return `${lines.join('\n')}\n`;
}

/** A short name for contents. */
export function contentHash(...contents: readonly string[]): string {
  const hash = createHash('sha256');
  for (const content of contents) hash.update(`${content.length}:`).update(content);
  return hash.digest('hex').slice(0, 20);
}
