import path from 'node:path';
import type { Finding } from '../../model/finding.ts';
import { observeToml, readConfigText, tomlTable } from '../config-text.ts';
import { ledgerName } from '../ledger-name.ts';
import { yamlKeys } from './yaml-keys.ts';

/** Where projects keep Flyway's configuration, relative to the project's directory. */
const configFiles = [
  'flyway.toml',
  'flyway.conf',
  'conf/flyway.toml',
  'conf/flyway.conf',
  'src/main/resources/application.properties',
  'src/main/resources/application.yml',
  'src/main/resources/application.yaml',
  'src/main/resources/flyway.conf',
] as const;

/** What a project's configuration tells Flyway. */
interface FlywayConfig {
  /**
   * The values of `${…}` that the configuration gives, by lower-case name (Flyway ignores case), and the ones that Flyway
   * itself always fills in.
   */
  readonly placeholders: ReadonlyMap<string, string>;
  /** What stands for a value in a script: `${name}`, the name as its first group. Undefined where nothing does. */
  readonly placeholder: RegExp | undefined;
  /** Its history's table, quoted, where the configuration names it or the schema that it lies in. */
  readonly ledgerTable: string | undefined;
  /** The schemas that it makes where they are missing; it works in the first. */
  readonly schemas: readonly string[];
  readonly findings: readonly Finding[];
}

export function readFlywayConfig(dir: string): FlywayConfig {
  const given = new Map<string, string>();
  for (const file of [...configFiles].reverse()) {
    const text = readConfigText(path.join(dir, file));
    if (text === null) continue;
    const found = file.endsWith('.toml') ? fromToml(text) : fromProperties(asProperties(file, text));
    // Spring writes the words of a name apart: `placeholder-prefix`.
    for (const [name, value] of found)
      given.set(name.startsWith(prefix) ? name.toLowerCase() : name.toLowerCase().replaceAll('-', ''), value);
  }
  // Spring fills in what stands in braces when it starts.
  const named = (name: string) =>
    (given.get(name) ?? '')
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '' && !/[{}]/.test(one));
  const schemas = [...named('defaultschema'), ...named('schemas')];
  const [schema] = schemas;
  const [table] = named('table');
  const placeholders = [...given].flatMap(([name, value]) =>
    name.startsWith(prefix) ? [[name.slice(prefix.length), value] as const] : [],
  );
  return {
    placeholders: new Map([
      ...ofConnections,
      ['flyway:defaultschema', schema ?? 'public'],
      ['flyway:table', table ?? usualTable],
      ...placeholders,
    ]),
    placeholder:
      given.get('placeholderreplacement')?.toLowerCase() === 'false'
        ? undefined
        : placeholderLike(given.get('placeholderprefix') || '${', given.get('placeholdersuffix') || '}'),
    schemas: [...new Set(schemas)],
    findings: configFiles.filter((file) => file.endsWith('.toml')).flatMap((file) => observeToml(dir, file)),
    ledgerTable:
      (schema ?? table) === undefined
        ? undefined
        : ledgerName(...(schema === undefined ? [] : [schema]), table ?? usualTable),
  };
}

function placeholderLike(start: string, end: string): RegExp {
  const asWritten = (text: string) => text.replaceAll(/[$^\\.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`${asWritten(start)}(\\S+?)${asWritten(end)}`, 'g');
}

const usualTable = 'flyway_schema_history';

/**
 * What Flyway fills in of the connection and the moment, as a rehearsal has it: the same each time.
 * https://documentation.red-gate.com/flyway/flyway-concepts/migrations/migration-placeholders
 */
const ofConnections: readonly (readonly [string, string])[] = [
  ['flyway:user', 'postgres'],
  ['flyway:database', 'postgres'],
  ['flyway:timestamp', '2000-01-01 00:00:00'],
  ['flyway:workingdirectory', '.'],
];
const prefix = 'placeholders.';

/** The folders of `locations` that lie in the file system or among a Java project's resources, as written. */
export function flywayLocations(file: string, text: string): readonly string[] {
  const written = file.endsWith('.toml')
    ? stringsOf(tableOf(tomlTable(text), 'flyway').locations)
    : (
        /^\s*(?:(?:spring|quarkus)\.)?flyway\.locations\s*[=:]\s*(.*)$/im.exec(
          asProperties(file, text),
        )?.[1] ?? ''
      ).split(',');
  return written
    .map((location) => location.trim().replace('{vendor}', 'postgresql'))
    .filter((location) => location !== '' && !location.includes('{'))
    .map((location) =>
      location.startsWith('classpath:')
        ? path.posix.join('src/main/resources', location.slice('classpath:'.length))
        : location.replace(/^filesystem:/, ''),
    );
}

/** Spring takes its configuration in either form. */
function asProperties(file: string, text: string): string {
  if (!/\.ya?ml$/.test(file)) return text;
  return [...yamlKeys(text)].map(([name, value]) => `${name}=${value}`).join('\n');
}

function fromProperties(text: string): readonly (readonly [string, string])[] {
  const line =
    /^[ \t]*(?:(?:spring|quarkus)\.)?flyway\.(placeholders\.[^\s=:]+|table|schemas|default-?schema|placeholder-?(?:replacement|prefix|suffix))[ \t]*[=:][ \t]*(.*?)[ \t]*\r?$/gim;
  return [...text.matchAll(line)].map((match) => [match[1]!, match[2]!]);
}

const settings = [
  'table',
  'schemas',
  'defaultSchema',
  'placeholderReplacement',
  'placeholderPrefix',
  'placeholderSuffix',
] as const;

function fromToml(text: string): readonly (readonly [string, string])[] {
  const flyway = tableOf(tomlTable(text), 'flyway');
  const placeholders = Object.entries(tableOf(flyway, 'placeholders'));
  return [
    ...placeholders.map(([name, value]) => [`${prefix}${name}`, String(value)] as const),
    ...settings.flatMap((name) =>
      flyway[name] === undefined ? [] : [[name, String(flyway[name])] as const],
    ),
  ];
}

function tableOf(table: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  const value = table[name];
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function stringsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}
