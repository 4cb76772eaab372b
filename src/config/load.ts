import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { StrataError } from '../model/errors.ts';
import { findingNames } from '../model/finding-names.ts';
import { ruleNames } from '../model/rule-names.ts';
import type { ProjectSettings } from '../model/settings.ts';
import { similarNames } from '../model/similar-names.ts';
import { decodeSql } from '../sql/decode.ts';
import type { StrataConfig } from './define.ts';
import { readConfig } from './read.ts';
import { readShadowSql } from './shadow-sql.ts';

/** A configuration that was read and found right, with its files already read. */
interface Config extends Omit<StrataConfig, 'extensions' | 'setup'> {
  /** Absolute path of the file; undefined where there is none. */
  readonly file: string | undefined;
  /** Absolute paths of all files that it was read from, `file` among them. */
  readonly files: readonly string[];
  /** Extension name -> SQL. */
  readonly extensions: Readonly<Record<string, string>>;
  /** SQL; empty where none is named. */
  readonly setup: string;
}

/** What the configuration says instead of what is detected. */
export function overridesOf(config: Config): ProjectSettings['overrides'] {
  const { layout, runner, platform, ledger, placeholders } = config;
  return {
    ...(layout === undefined ? {} : { layout }),
    ...(runner === undefined ? {} : { runner }),
    ...(platform === undefined ? {} : { platform }),
    ...(ledger === undefined ? {} : { ledgerTable: ledger }),
    ...(placeholders === undefined ? {} : { placeholders }),
  };
}

/** Where the history of a directory is looked for: the folder that its own configuration names, else the directory. */
export async function historyDir(dir: string): Promise<string> {
  const { migrations } = await loadConfig(dir, dir);
  if (migrations === undefined) return dir;
  const folder = resolve(dir, migrations);
  if (existsSync(folder)) return folder;
  throw new StrataError('config', `\`migrations\` names ${migrations}, which does not exist in ${dir}`, {
    hint: `It is the folder of the migrations, relative to the configuration. To begin a history there: mkdir -p ${migrations}`,
  });
}

const configNames = [
  'strata.config.ts',
  'strata.config.mts',
  'strata.config.js',
  'strata.config.mjs',
  'strata.config.json',
];

/** The configuration of a project: in its directory, or in the nearest one above up to `top`. */
export async function loadConfig(dir: string, top: string): Promise<Config> {
  const file = findConfig(dir, top);
  if (file === undefined) return { file, files: [], extensions: {}, setup: await readShadowSql(dir) };
  const config = await parseConfig(file, await readConfig(file));
  const extensions = Object.fromEntries(
    await Promise.all(
      Object.entries(config.extensions ?? {}).map(
        async ([name, path]) => [name, await readSql(file, `extensions.${name}`, path)] as const,
      ),
    ),
  );
  const setup =
    config.setup === undefined ? await readShadowSql(dir) : await readSql(file, 'setup', config.setup);
  const named = [
    ...Object.values(config.extensions ?? {}),
    ...(config.setup === undefined ? [] : [config.setup]),
  ];
  const files = [file, ...named.map((path) => resolve(dirname(file), path))];
  return { ...config, file, files, extensions, setup };
}

function findConfig(dir: string, top: string): string | undefined {
  for (let at = resolve(dir); ; at = dirname(at)) {
    const found = configNames.map((name) => join(at, name)).find((path) => existsSync(path));
    if (found !== undefined) return found;
    refuseOtherFormats(at);
    if (!isBelow(at, resolve(top))) return undefined;
  }
}

/** Throws for a configuration in a form that is not read: passed over, nothing of what it says would be so, and nobody would know. */
function refuseOtherFormats(dir: string): void {
  const other = ['cjs', 'cts', 'jsonc', 'json5', 'yaml', 'yml', 'toml']
    .map((ending) => join(dir, `strata.config.${ending}`))
    .find((path) => existsSync(path));
  if (other === undefined) return;
  throw new StrataError('config', `${other} is not read: a configuration has another form`, {
    hint: `It is called ${configNames.join(', ')}.`,
  });
}

function isBelow(dir: string, top: string): boolean {
  const way = relative(top, dir);
  return way !== '' && !isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`);
}

/** The absolute path of the declared schema that the configuration names; undefined where it names none. */
export function declaredPath({ file, schema }: Config): string | undefined {
  if (file === undefined || schema === undefined) return undefined;
  const path = resolve(dirname(file), schema);
  if (existsSync(path)) return path;
  throw new StrataError('config', `${file}: \`schema\` names ${schema}, which does not exist`, {
    hint: 'It is a .sql or .prisma file, a folder, or drizzle.config.ts, relative to the configuration.',
  });
}

async function parseConfig(file: string, value: unknown): Promise<StrataConfig> {
  const { configSchema } = await import('./schema.ts');
  const parsed = configSchema.safeParse(value);
  if (parsed.success) {
    const config = parsed.data as StrataConfig;
    refuseUnknownRules(file, config);
    return config;
  }
  const issue = parsed.error.issues[0];
  const key = issue?.path.join('.') ?? '';
  throw new StrataError(
    'config',
    `${file}: ${key === '' ? '' : `\`${key}\`: `}${issue?.message ?? 'is not valid'}`,
    {
      hint: 'docs/configuration.md lists every key and its values.',
    },
  );
}

/** A level for a rule that does not exist is most often a slip; `ownRules` are the project's. */
function refuseUnknownRules(file: string, { rules = {}, ownRules = [] }: StrataConfig): void {
  const known = new Set([...ruleNames, ...ownRules.map(({ id }) => id), ...findingNames]);
  const unknown = Object.keys(rules).find((name) => !known.has(name));
  if (unknown === undefined) return;
  const [near] = similarNames(unknown, known, 1);
  throw new StrataError('config', `${file}: \`rules\`: there is no rule ${unknown}`, {
    hint: near === undefined ? 'docs/rules.md lists them.' : `Did you mean ${near}?`,
  });
}

async function readSql(file: string, key: string, path: string): Promise<string> {
  const named = resolve(dirname(file), path);
  return decodeSql(await readNamed(file, key, path, named), named);
}

async function readNamed(file: string, key: string, path: string, named: string): Promise<Buffer> {
  try {
    if (!statSync(named).isFile()) throw new Error(`${named} is not a file`);
    return await readFile(named);
  } catch (error) {
    throw new StrataError('config', `${file}: \`${key}\` names ${path}, which cannot be read`, {
      hint: `Write the SQL into ${path}, relative to the configuration, or take the line out.`,
      cause: error,
    });
  }
}
