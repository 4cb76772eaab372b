import { existsSync } from 'node:fs';
import path from 'node:path';
import { prismaConfigNames, withoutComments } from '../../model/config-code.ts';
import { readConfigText } from '../config-text.ts';
import { ledgerName } from '../ledger-name.ts';
import type { ConfiguredFolder } from './configured-folder.ts';
import { readFlywayConfig, readSpringConfig } from './flyway-folders.ts';
import type { Directory } from './walk.ts';
import { readWrangler } from './wrangler.ts';

/**
 * Reads the configuration files of one directory that name a folder of migrations: those of Prisma, drizzle-kit, Flyway and
 * Cloudflare. They are programs but are read as text, so computed values are not seen.
 */
export function readProjectConfigs(directory: Directory): readonly ConfiguredFolder[] {
  const configs = directory.files.flatMap((name) => {
    const read = readerFor(name);
    const text = read === null ? null : readConfigText(path.join(directory.path, name));
    return read === null || text === null ? [] : read(directory.path, name, text);
  });
  // What drizzle-kit takes by itself goes before those that it is given by an option.
  const usual = configs.filter(({ file }) => usualDrizzle.test(file)).map(({ folder }) => folder);
  return configs.filter(
    ({ runner, file, folder }) => runner !== 'drizzle' || usualDrizzle.test(file) || !usual.includes(folder),
  );
}

const usualDrizzle = /^drizzle\.config\.\w+$/;

type ConfigReader = (dir: string, file: string, text: string) => readonly ConfiguredFolder[];

function readerFor(name: string): ConfigReader | null {
  if (prismaConfigNames.some((one) => one === name)) return readPrismaConfig;
  if (/^drizzle.*\.config\.(?:[cm]?[jt]s|json)$|^drizzle\.config\./.test(name)) return readDrizzleConfig;
  if (/^flyway\.(?:conf|toml)$/.test(name)) return readFlywayConfig;
  if (/^application\.(?:properties|ya?ml)$/.test(name)) return readSpringConfig;
  if (/^wrangler\.(?:toml|jsonc?)$/.test(name)) return readWrangler;
  if (name === 'package.json') return readPackage;
  return null;
}

function readPrismaConfig(dir: string, file: string, text: string): readonly ConfiguredFolder[] {
  const code = withoutComments(text);
  const schema = pathAfter(code, /\bschema\s*:\s*/);
  const folder = pathAfter(blockAfter(code, /\bmigrations\s*:\s*\{/), /\bpath\s*:\s*/);
  return prismaFolder(dir, file, schema, folder);
}

/** What stands between the brace that ends `head` and the one that closes it; empty where `head` is not found. */
function blockAfter(code: string, head: RegExp): string {
  const match = head.exec(code);
  if (match === null) return '';
  const rest = code.slice(match.index + match[0].length);
  let depth = 1;
  for (const { 0: found, index } of rest.matchAll(/(["'`])(?:\\[\s\S]|(?!\1)[^\\])*\1|[{}]/g)) {
    if (found === '{') depth += 1;
    if (found === '}') depth -= 1;
    if (depth === 0) return rest.slice(0, index);
  }
  return rest;
}

function readPackage(dir: string, file: string, text: string): readonly ConfiguredFolder[] {
  const schema = /"prisma"\s*:\s*\{[^{}]*"schema"\s*:\s*"([^"]+)"/.exec(text)?.[1];
  if (schema !== undefined) return prismaFolder(dir, file, schema, null);
  // Scripts of a monorepo that name paths further down concern the packages there.
  const own = schemasOfScripts(text).filter((named) => packageOf(path.resolve(dir, named)) === dir);
  const folders = own.flatMap((named) => prismaFolder(dir, file, named, null));
  return folders.filter(({ folder }) => folders.filter((other) => other.folder === folder).length === 1);
}

function packageOf(file: string): string {
  const dir = path.dirname(file);
  return dir === file || existsSync(path.join(dir, 'package.json')) ? dir : packageOf(dir);
}

/** The schemas that scripts name by `--schema`; scripts that migrate come before those that only generate a client. */
function schemasOfScripts(text: string): readonly string[] {
  const named = [
    ...text.matchAll(/\bprisma\s+(migrate|db|generate)\b[^"&|;]*?\s--schema(?:=|\s+)'?([\w@./-]+)/g),
  ];
  const migrating = named.filter(([, verb]) => verb === 'migrate');
  return [...new Set((migrating.length > 0 ? migrating : named).map(([, , schema = '']) => schema))].filter(
    (schema) => !schema.startsWith('..') && !schema.includes('node_modules'),
  );
}

/** Without a path of its own, the folder lies beside the schema file, or in the folder of several. */
function prismaFolder(
  dir: string,
  file: string,
  schema: string | null,
  folder: string | null,
): readonly ConfiguredFolder[] {
  if (schema === null && folder === null) return [];
  const beside = schema === null ? 'prisma' : schema.endsWith('.prisma') ? path.dirname(schema) : schema;
  return [
    {
      dir,
      folder: path.resolve(dir, folder ?? path.join(beside, 'migrations')),
      file,
      layout: 'prisma',
      runner: 'prisma',
      ...(schema === null ? {} : { schema: path.resolve(dir, schema) }),
    },
  ];
}

function readDrizzleConfig(dir: string, file: string, text: string): readonly ConfiguredFolder[] {
  const code = withoutComments(text);
  const named = /["']?\b(?:dialect|driver)["']?\s*:\s*["'`]([\w-]+)["'`]/.exec(code)?.[1] ?? 'postgresql';
  const isPostgres = /^(?:postgresql|postgres|pg|pglite|aws-data-api)$/.test(named);
  const ledgerTable = drizzleLedger(code);
  const out = /["']?\bout["']?\s*:\s*/;
  const folder = out.test(code) ? pathAfter(code, out) : 'drizzle';
  if (folder === null) return [];
  return [
    {
      dir,
      folder: path.resolve(dir, folder),
      file,
      layout: 'drizzle',
      runner: 'drizzle',
      ...(isPostgres ? {} : { foreign: named }),
      ...(ledgerTable === undefined ? {} : { ledgerTable }),
    },
  ];
}

/** `migrations: { table, schema }`; each has a default of its own. */
function drizzleLedger(code: string): string | undefined {
  const inside = /["']?\bmigrations["']?\s*:\s*\{([^{}]*)\}/.exec(code)?.[1];
  if (inside === undefined) return undefined;
  const named = (key: string) =>
    new RegExp(`["']?\\b${key}["']?\\s*:\\s*(["'\`])((?:(?!\\1)[^\\\\\\n])+)\\1`).exec(inside)?.[2];
  return ledgerName(named('schema') ?? 'drizzle', named('table') ?? '__drizzle_migrations');
}

/**
 * The path that follows a key: a string, one that stands in for an unset variable (`process.env.OUT ?? 'drizzle'`), or
 * `path.join('a', 'b')` of strings; null for anything else that is computed.
 */
function pathAfter(code: string, key: RegExp): string | null {
  const match = key.exec(code);
  if (match === null) return null;
  const rest = code.slice(match.index + match[0].length);
  const literal = /^(["'`])((?:(?!\1)[^\\\n])*)\1/.exec(rest);
  if (literal !== null) return literal[2]!.includes('${') ? null : literal[2]!;
  const otherwise = /^[^,;\n]*?(?:\?\?|\|\|)\s*(["'`])((?:(?!\1)[^\\\n$])*)\1/.exec(rest);
  if (otherwise !== null) return otherwise[2]!;
  const call = /^(?:\w+\.)?(?:join|resolve)\(([^)]*)\)/.exec(rest);
  if (call === null) return null;
  const parts = [...call[1]!.matchAll(/(["'`])([^"'`]*)\1/g)].map((part) => part[2]!);
  return parts.length === 0 ? null : path.join(...parts);
}
