import type { Fact } from '../../model/schema.ts';
import { quoteIdentifier, quoteLiteral } from '../../postgres/identifier.ts';
import { changeOwner, differsOnlyIn, giveOwner, hasChanged, list } from '../definition.ts';
import type { KindRules } from '../kind.ts';

/** https://www.postgresql.org/docs/18/sql-createpublication.html */
export const publicationRules: KindRules = {
  rank: 840,
  create: (fact) => {
    const settings = [publish, viaRoot, generated]
      .filter(({ isSaid }) => isSaid(fact))
      .map(({ text }) => text(fact));
    const all = fact.definition.allTables ? ' FOR ALL TABLES' : '';
    const clause = settings.length === 0 ? '' : ` WITH (${settings.join(', ')})`;
    return [`CREATE PUBLICATION ${fact.name}${all}${clause}`, ...giveOwner(fact)];
  },
  drop: (fact) => [`DROP PUBLICATION ${fact.name}`],
  alter: (before, after) => {
    if (hasChanged(before, after, 'allTables')) return 'replace';
    const changed = [publish, viaRoot, generated].filter(({ property }) =>
      hasChanged(before, after, property),
    );
    const clause = changed.map(({ text }) => text(after)).join(', ');
    return [
      ...(clause === '' ? [] : [`ALTER PUBLICATION ${after.name} SET (${clause})`]),
      ...changeOwner(before, after),
    ];
  },
};

interface Setting {
  readonly property: string;
  isSaid(fact: Fact): boolean;
  text(fact: Fact): string;
}

function setting(property: string, text: (fact: Fact) => string): Setting {
  return { property, text, isSaid: ({ definition }) => definition[property] !== undefined };
}

const publish = setting('publish', ({ definition }) => {
  const operations = definition.publish ?? 'insert, update, delete, truncate';
  return `publish = '${operations === 'nothing' ? '' : operations}'`;
});
const viaRoot = setting(
  'viaRoot',
  ({ definition }) => `publish_via_partition_root = ${definition.viaRoot ?? false}`,
);
const generated = setting(
  'generatedColumns',
  ({ definition }) => `publish_generated_columns = ${definition.generatedColumns ?? 'none'}`,
);

/** https://www.postgresql.org/docs/18/sql-alterpublication.html */
export const publicationTableRules: KindRules = {
  rank: 842,
  create: ({ definition }) => {
    const columns = list(definition, 'columns');
    const filter = definition.filter === undefined ? '' : ` WHERE (${definition.filter})`;
    const part = columns.length === 0 ? '' : ` (${columns.join(', ')})`;
    return [`ALTER PUBLICATION ${definition.publication} ADD TABLE ONLY ${definition.table}${part}${filter}`];
  },
  drop: ({ definition }) => [
    `ALTER PUBLICATION ${definition.publication} DROP TABLE ONLY ${definition.table}`,
  ],
  alter: () => 'replace',
};

/** https://www.postgresql.org/docs/18/sql-alterpublication.html */
export const publicationSchemaRules: KindRules = {
  rank: 844,
  create: ({ definition }) => [
    `ALTER PUBLICATION ${definition.publication} ADD TABLES IN SCHEMA ${definition.schema}`,
  ],
  drop: ({ definition }) => [
    `ALTER PUBLICATION ${definition.publication} DROP TABLES IN SCHEMA ${definition.schema}`,
  ],
  alter: () => [],
};

/**
 * Subscriptions are made without connecting: whoever runs the plan decides when they start.
 * https://www.postgresql.org/docs/18/sql-createsubscription.html
 */
export const subscriptionRules: KindRules = {
  rank: 846,
  create: (fact) => {
    const { connection, slot } = fact.definition;
    const options = ['connect = false', `slot_name = ${slotName(slot)}`, ...list(fact.definition, 'options')];
    const publications = list(fact.definition, 'publications').map(quoteIdentifier).join(', ');
    return [
      `CREATE SUBSCRIPTION ${fact.name} CONNECTION ${quoteLiteral(String(connection ?? ''))} PUBLICATION ${publications} WITH (${options.join(', ')})`,
      ...giveOwner(fact),
    ];
  },
  drop: (fact) => [
    `ALTER SUBSCRIPTION ${fact.name} DISABLE`,
    `ALTER SUBSCRIPTION ${fact.name} SET (slot_name = NONE)`,
    `DROP SUBSCRIPTION ${fact.name}`,
  ],
  alter: (before, after, { from }) => {
    const [was, is] = [before.definition, after.definition];
    const known = ['owner', 'connection', 'slot', 'publications', 'enabled', 'options'];
    if (!differsOnlyIn(was, is, known)) return 'replace';
    const options = subscriptionOptions(before, after, from.serverVersion);
    if (options === undefined) return 'replace';
    const alter = (clause: string) => `ALTER SUBSCRIPTION ${after.name} ${clause}`;
    // What another role owns takes no connection without a password.
    const isTaken = was.owner !== undefined && was.connection !== is.connection;
    return [
      ...(isTaken ? [alter('OWNER TO CURRENT_USER')] : []),
      ...(was.enabled && !is.enabled ? [alter('DISABLE')] : []),
      ...(was.connection === is.connection
        ? []
        : [alter(`CONNECTION ${quoteLiteral(String(is.connection ?? ''))}`)]),
      ...(hasChanged(before, after, 'publications')
        ? [
            alter(
              `SET PUBLICATION ${list(is, 'publications').map(quoteIdentifier).join(', ')} WITH (refresh = false)`,
            ),
          ]
        : []),
      ...(options.length === 0 ? [] : [alter(`SET (${options.join(', ')})`)]),
      ...(is.enabled && !was.enabled ? [alter('ENABLE')] : []),
      ...(isTaken ? giveOwner(after) : changeOwner(before, after)),
    ];
  },
};

function slotName(slot: unknown): string {
  return slot === 'NONE' ? 'NONE' : quoteLiteral(String(slot));
}

const optionDefaults: Readonly<Record<string, string>> = {
  binary: 'false',
  streaming: 'parallel',
  disable_on_error: 'false',
  password_required: 'true',
  run_as_owner: 'false',
  origin: 'any',
  failover: 'false',
  synchronous_commit: 'off',
};

/** The options to be set, or undefined where one cannot be altered. */
function subscriptionOptions(before: Fact, after: Fact, version: number): string[] | undefined {
  const [was, is] = [list(before.definition, 'options'), list(after.definition, 'options')];
  const nameOf = (option: string) => option.split(' = ', 1)[0] as string;
  const kept = new Set(is.map(nameOf));
  const gone = was.map(nameOf).filter((name) => !kept.has(name));
  const changed = is.filter((option) => !was.includes(option));
  if ([...gone, ...changed.map(nameOf)].includes('two_phase')) return undefined;
  return [
    ...(before.definition.slot === after.definition.slot
      ? []
      : [`slot_name = ${slotName(after.definition.slot)}`]),
    ...gone.map(
      (name) => `${name} = ${name === 'streaming' && version < 180000 ? 'off' : optionDefaults[name]}`,
    ),
    ...changed,
  ];
}
