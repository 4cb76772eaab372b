import path from 'node:path';
import { withoutComments } from '../../model/config-code.ts';
import { tomlTable } from '../config-text.ts';
import type { ConfiguredFolder } from './configured-folder.ts';

type Table = Readonly<Record<string, unknown>>;

/**
 * The folders of the D1 databases in Cloudflare's configuration, those of its environments included. D1 is SQLite; its
 * migrations lie in `migrations` unless it says otherwise.
 */
export function readWrangler(dir: string, file: string, text: string): readonly ConfiguredFolder[] {
  const config = file.endsWith('.toml') ? tomlTable(text) : jsonTable(text);
  const databases = [config, ...tablesOf(Object.values(asTable(config.env)))].flatMap(({ d1_databases }) =>
    tablesOf(d1_databases),
  );
  // Environments repeat a binding, often without the folder.
  const folders = databases.map(({ binding, migrations_dir: own }) => {
    const named = [own, ...databases.filter((other) => other.binding === binding).map(dirOf)];
    return named.find((one) => typeof one === 'string') ?? 'migrations';
  });
  return [...new Set(folders)].map((folder) => ({
    dir,
    folder: path.resolve(dir, folder),
    file,
    layout: 'sql',
    runner: 'plain',
    foreign: 'd1',
  }));
}

function dirOf({ migrations_dir }: Table): unknown {
  return migrations_dir;
}

/** JSON with comments, and commas behind the last of a list; nothing where it is something else. */
function jsonTable(text: string): Table {
  try {
    return asTable(JSON.parse(withoutComments(text).replace(/,(?=\s*[}\]])/g, '')));
  } catch {
    return {};
  }
}

function tablesOf(values: unknown): readonly Table[] {
  return Array.isArray(values) ? values.map(asTable) : [];
}

function asTable(value: unknown): Table {
  return typeof value === 'object' && value !== null ? (value as Table) : {};
}
