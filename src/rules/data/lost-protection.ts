import { once } from '../../model/once.ts';
import { type Act, compareActs, type Rule, type Subject } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import type { ObjectEvent } from '../../model/trace.ts';
import { list } from '../../model/words.ts';
import { bareName, splitOn, withoutSignature } from '../../postgres/identifier.ts';
import { byKind, stringsOf } from '../../sql/nodes.ts';
import { isSame, namedByIdentity, namedByList } from '../../sql/relations.ts';
import { childrenOf, factsOf, isAssumed, ownTables } from '../reading/facts.ts';
import { type Replacement, replacements } from '../reading/replacements.ts';
import { alterations } from '../reading/trees.ts';

export const lostProtection: Rule = {
  id: 'lost-protection',
  group: 'data',
  severity: 'warning',
  summary:
    'A table takes the name of another one and lacks what that had: with row security off all who may read the table see every row, and without its triggers nothing is checked or kept in step.',
  descendsFrom: [],
  *judge(subject) {
    const told = new Set<string>();
    for (const one of replacements(subject).toReversed()) {
      const { identity, type, formerType, left, act } = one;
      // One that comes again in a later migration is often another table altogether.
      if (type !== 'table' || formerType !== 'table' || left.at !== act.at || told.has(identity)) continue;
      const table = ownTables(subject).find(({ name }) => name === identity);
      if (table === undefined || isAssumed(subject, identity)) continue;
      const policies =
        hadRowSecurity(subject, one) && isOpen(subject, one, table) ? policiesHad(subject, one) : undefined;
      const triggers = childrenOf(subject, table.id, 'trigger').length > 0 ? [] : triggersHad(subject, one);
      if (policies === undefined && triggers.length === 0) continue;
      told.add(identity);
      const lost = [
        ...(policies === undefined ? [] : ['row security', ...named(policies, 'policy', 'policies')]),
        ...named(triggers, 'trigger', 'triggers'),
      ];
      yield {
        act,
        focus: bareName(identity),
        ...(policies === undefined ? { severity: 'info' as const } : {}),
        message: `${identity} is another table from here on, and lacks what the one before had: ${list(lost)}`,
        notes: policies === undefined ? [] : ['All who may read it see every row.'],
        hint: [
          'Give the new table the same, in the same transaction:',
          {
            code: [
              ...(policies === undefined ? [] : [`ALTER TABLE ${identity} ENABLE ROW LEVEL SECURITY;`]),
              ...(policies ?? []).map((name) => `CREATE POLICY ${name} ON ${identity} …;`),
              ...triggers.map((name) => `CREATE TRIGGER ${name} … ON ${identity} …;`),
            ].join('\n'),
          },
        ],
      };
    }
  },
};

function named(names: readonly string[], one: string, several: string): readonly string[] {
  const words = list(names.map((name) => `\`${bareName(name)}\``));
  return names.length === 0 ? [] : [`${names.length === 1 ? one : several} ${words}`];
}

const switches: Readonly<Record<string, boolean>> = {
  AT_EnableRowSecurity: true,
  AT_DisableRowSecurity: false,
};

/** The statements that switch row security of tables of that name on or off, with what they do. */
function switchesOf(subject: Subject, identity: string) {
  return alterations(subject).flatMap(({ act, table, command }) => {
    const isOn = switches[command.subtype ?? ''];
    const isIt = act.ran && isOn !== undefined && isSame(table, namedByIdentity(identity));
    return isIt ? [{ act, isOn }] : [];
  });
}

/** Whether row security was on for the table before, when it lost its name. */
function hadRowSecurity(subject: Subject, { identity, from, left }: Replacement): boolean {
  const own = switchesOf(subject, identity).filter(
    ({ act }) => compareActs(act, from) > 0 && compareActs(act, left) < 0,
  );
  return own.at(-1)?.isOn === true;
}

/** Whether row security of the table is off when all migrations have run, without a statement that says so. */
function isOpen(subject: Subject, { identity, act }: Replacement, table: Fact): boolean {
  const isSaid = switchesOf(subject, identity).some((one) => compareActs(one.act, act) > 0 && !one.isOn);
  return table.definition.rowSecurity !== true && !isSaid;
}

/** A policy or trigger, while it is on its table. */
interface Part {
  readonly type: string;
  /** As SQL writes them. */
  readonly name: string;
  readonly table: string;
  readonly made: Act;
  /** Where a statement dropped it for itself; undefined where it stayed, or went along with its table. */
  readonly dropped?: Act;
}

const partsIn = once((subject: Subject): readonly Part[] => {
  const parts = new Map<string, Part>();
  for (const act of subject.acts) {
    const events = act.seen?.events ?? [];
    for (const { action, type, identity, key } of events) {
      const [name, table] = /^(policy|trigger)$/.test(type) ? (splitOn(identity) ?? []) : [];
      if (name === undefined || table === undefined) continue;
      const part = parts.get(key);
      if (action === 'create') parts.set(key, { type, name, table, made: act });
      if (part === undefined) continue;
      if (action === 'rename') parts.set(key, { ...part, name });
      if (action === 'drop' && !events.some((other) => isDropOf(other, table)))
        parts.set(key, { ...part, dropped: act });
    }
  }
  return [...parts.values()];
});

function isDropOf({ action, type, identity }: ObjectEvent, table: string): boolean {
  return action === 'drop' && type === 'table' && identity === table;
}

/** What of a type the table before had when it lost its name. */
function partsHad(subject: Subject, { identity, from, left }: Replacement, type: string): readonly Part[] {
  return partsIn(subject).filter(
    ({ type: own, table, made, dropped }) =>
      own === type &&
      table === identity &&
      compareActs(made, from) > 0 &&
      compareActs(made, left) < 0 &&
      (dropped === undefined || compareActs(dropped, left) >= 0),
  );
}

function policiesHad(subject: Subject, one: Replacement): readonly string[] {
  return partsHad(subject, one, 'policy').map(({ name }) => name);
}

/** Triggers whose function is there in the end: what they did was not given up. */
function triggersHad(subject: Subject, one: Replacement): readonly string[] {
  const functions = factsOf(subject, 'function').map(({ name }) => namedByIdentity(withoutSignature(name)));
  return partsHad(subject, one, 'trigger').flatMap(({ name, made }) => {
    const called = made.trees.map((tree) => byKind(tree).CreateTrigStmt?.funcname);
    const isKept = called.some(
      (names) => names !== undefined && functions.some((own) => isSame(own, namedByList(stringsOf(names)))),
    );
    return isKept ? [name] : [];
  });
}
