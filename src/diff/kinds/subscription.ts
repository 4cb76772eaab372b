import type { Hazard } from '../../model/plan.ts';
import type { Fact } from '../../model/schema.ts';
import { quoteIdentifier, quoteLiteral } from '../../postgres/identifier.ts';
import { postgres18 } from '../../postgres/versions.ts';
import { changedEntries, changeOwner, differsOnlyIn, giveOwner, hasChanged, list } from '../definition.ts';
import type { Context, KindRules } from '../kind.ts';
import { hazard } from './hazards/hazard.ts';
import { withSecrets } from './hazards/masked-secrets.ts';

/**
 * Subscriptions are created without connecting: the user decides when they start.
 * https://www.postgresql.org/docs/18/sql-createsubscription.html
 */
export const subscriptionRules: KindRules = {
  rank: 846,
  create: (fact) => {
    const { connection, slot } = fact.definition;
    const options = ['connect = false', `slot_name = ${slotName(slot)}`, ...list(fact.definition, 'options')];
    const publications = list(fact.definition, 'publications').map(quoteIdentifier).join(', ');
    const create = `CREATE SUBSCRIPTION ${fact.name} CONNECTION ${quoteLiteral(String(connection ?? ''))}`;
    return [
      withSecrets(`${create} PUBLICATION ${publications} WITH (${options.join(', ')})`, whose(fact)),
      ...giveOwner(fact),
    ];
  },
  drop: (fact, context) => [
    `ALTER SUBSCRIPTION ${fact.name} DISABLE`,
    // With a slot the publisher would have to answer, and nothing of it could be taken back.
    `ALTER SUBSCRIPTION ${fact.name} SET (slot_name = NONE)`,
    { sql: `DROP SUBSCRIPTION ${fact.name}`, hazards: hazardsOfEnd(fact, context) },
  ],
  alter: (before, after, { from }) => {
    const [was, is] = [before.definition, after.definition];
    const known = ['owner', 'connection', 'slot', 'publications', 'enabled', 'options'];
    if (!differsOnlyIn(was, is, known)) return 'replace';
    const options = subscriptionOptions(before, after, from.serverVersion);
    if (options === undefined) return 'replace';
    const alter = (clause: string) => `ALTER SUBSCRIPTION ${after.name} ${clause}`;
    // Of another role's subscription the connection cannot be set without a password.
    const isTaken = was.owner !== undefined && was.connection !== is.connection;
    return [
      ...(isTaken ? [alter('OWNER TO CURRENT_USER')] : []),
      ...(was.enabled && !is.enabled ? [alter('DISABLE')] : []),
      ...(was.connection === is.connection
        ? []
        : [withSecrets(alter(`CONNECTION ${quoteLiteral(String(is.connection ?? ''))}`), whose(after))]),
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

/** What is left where a subscription was, and what is missing where another is made in its place. */
function hazardsOfEnd({ id, name, definition }: Fact, context: Context): Hazard[] {
  const { slot } = definition;
  const slotStays = hazard(
    'irreversible',
    `The replication slot ${quoteLiteral(String(slot))} of ${name} stays on the publisher and keeps its WAL there until it is dropped: SELECT pg_drop_replication_slot(${quoteLiteral(String(slot))}).`,
  );
  const startsAnew = hazard(
    'irreversible',
    `${name} is made anew without its position, and receives nothing until it is enabled and refreshed.`,
  );
  const after = context.to.facts.get(id);
  const [was, is] = [definition, after?.definition ?? definition].map((one) =>
    failoverOf(list(one, 'options')),
  );
  const setByHand = hazard(
    'irreversible',
    `The replication slot ${quoteLiteral(String(slot))} keeps its own failover on the publisher: where that can be reached, set it by hand instead, with ALTER SUBSCRIPTION ${name} DISABLE, SET (failover = ${is}) and ENABLE.`,
  );
  return [
    ...(slot === 'NONE' ? [] : [slotStays]),
    ...(context.isReplaced(id) ? [startsAnew] : []),
    ...(slot === 'NONE' || was === is ? [] : [setByHand]),
  ];
}

function failoverOf(options: readonly string[]): boolean {
  return options.includes('failover = true');
}

function whose({ name }: Fact): string {
  return `the subscription ${name}`;
}

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
  synchronous_commit: 'off',
};

/** Options that belong to the slot as well: setting them needs an answer of the publisher, and no transaction may hold it. */
const setOnPublisher: ReadonlySet<string> = new Set(['two_phase', 'failover']);

/** The options to be set, or undefined where one cannot be altered. */
function subscriptionOptions(before: Fact, after: Fact, version: number): string[] | undefined {
  const [was, is] = [list(before.definition, 'options'), list(after.definition, 'options')];
  const nameOf = (option: string) => option.split(' = ', 1)[0] as string;
  const { gone, set } = changedEntries(was, is, nameOf);
  if ([...gone, ...set.map(nameOf)].some((name) => setOnPublisher.has(name))) return undefined;
  return [
    ...(before.definition.slot === after.definition.slot
      ? []
      : [`slot_name = ${slotName(after.definition.slot)}`]),
    ...gone.map(
      (name) => `${name} = ${name === 'streaming' && version < postgres18 ? 'off' : optionDefaults[name]}`,
    ),
    ...set,
  ];
}
