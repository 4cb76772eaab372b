import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'smol-toml';

/** Where projects keep Flyway's configuration, relative to the project's directory. */
const configFiles = [
  'flyway.toml',
  'flyway.conf',
  'conf/flyway.toml',
  'conf/flyway.conf',
  'src/main/resources/application.properties',
  'src/main/resources/flyway.conf',
] as const;

/**
 * The values of `${…}` that the project's configuration gives, by lower-case name (Flyway ignores case), and the
 * ones that Flyway itself always fills in.
 */
export function flywayPlaceholders(dir: string): ReadonlyMap<string, string> {
  const values = new Map([
    ['flyway:defaultschema', 'public'],
    ['flyway:table', 'flyway_schema_history'],
  ]);
  for (const file of [...configFiles].reverse()) {
    const text = readOrNull(path.join(dir, file));
    if (text === null) continue;
    const found = file.endsWith('.toml') ? fromToml(text) : fromProperties(text);
    for (const [name, value] of found) values.set(name.toLowerCase(), value);
  }
  return values;
}

/** The folders of `locations` that lie in the file system or among a Java project's resources, as written. */
export function flywayLocations(file: string, text: string): readonly string[] {
  const written = file.endsWith('.toml')
    ? stringsOf(tableOf(parseOrEmpty(text), 'flyway').locations)
    : (/^\s*(?:spring\.)?flyway\.locations\s*=\s*(.*)$/m.exec(text)?.[1] ?? '').split(',');
  return written
    .map((location) => location.trim())
    .filter((location) => location !== '' && !location.includes('{'))
    .map((location) =>
      location.startsWith('classpath:')
        ? path.posix.join('src/main/resources', location.slice('classpath:'.length))
        : location.replace(/^filesystem:/, ''),
    );
}

function fromProperties(text: string): readonly (readonly [string, string])[] {
  const line = /^[ \t]*(?:spring\.)?flyway\.placeholders\.([^\s=:]+)[ \t]*[=:][ \t]*(.*?)[ \t]*\r?$/gm;
  return [...text.matchAll(line)].map((match) => [match[1]!, match[2]!]);
}

function fromToml(text: string): readonly (readonly [string, string])[] {
  const placeholders = tableOf(tableOf(parseOrEmpty(text), 'flyway'), 'placeholders');
  return Object.entries(placeholders).map(([name, value]) => [name, String(value)]);
}

function parseOrEmpty(text: string): Readonly<Record<string, unknown>> {
  try {
    return parse(text);
  } catch {
    return {};
  }
}

function tableOf(table: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  const value = table[name];
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function stringsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
