import { type Act, compareActs, type Rule, type Subject, type Verdict } from '../../model/rule.ts';
import { few } from '../../model/words.ts';
import { bareName, lastPart, qualifiedPattern, quoteIdentifier } from '../../postgres/identifier.ts';
import { droppedNames } from '../../sql/clauses.ts';
import { childrenOf, ownTables, placeOf } from '../reading/facts.ts';
import { lineOf } from '../reading/transactions.ts';
import { statementsOf } from '../reading/trees.ts';
import { unique } from '../reading/wording.ts';

export const disabledTrigger: Rule = {
  id: 'disabled-trigger',
  group: 'design',
  severity: 'warning',
  summary:
    'A trigger is left disabled, or a session switches all of them off and foreign keys with them: what they are for does not happen, and nothing says so.',
  descendsFrom: [],
  *judge(subject) {
    for (const table of ownTables(subject)) {
      for (const trigger of childrenOf(subject, table.id, 'trigger')) {
        if (trigger.definition.firing !== 'DISABLE') continue;
        const name = bareName(trigger.name);
        yield {
          act: placeOf(subject, table.name, 'DISABLE TRIGGER') ?? placeOf(subject, table.name),
          focus: name,
          message: `trigger \`${name}\` of ${table.name} is disabled when all migrations have run`,
          hint: [
            {
              code: `ALTER TABLE ${table.name} ENABLE TRIGGER ${lastPart(trigger.name)};`,
            },
            'or drop it, if it is not wanted any more.',
          ],
        };
      }
    }
    yield* eventTriggers(subject);
    yield* replicaSessions(subject);
  },
};

/** Event triggers: most rehearsals may not make them, so that the text has to tell. */
function* eventTriggers(subject: Subject): Iterable<Verdict> {
  const altered = [...statementsOf(subject, 'AlterEventTrigStmt', /^ALTER EVENT TRIGGER\b/)];
  for (const { act, node } of altered) {
    const later = altered.filter((one) => compareActs(one.act, act) > 0);
    if (node.tgenabled !== 'D' || later.some((one) => one.node.trigname === node.trigname)) continue;
    const name = node.trigname ?? '';
    if (isDropped(subject, act, name)) continue;
    yield {
      act,
      focus: name,
      message: `event trigger \`${name}\` is disabled when all migrations have run`,
      hint: [
        { code: `ALTER EVENT TRIGGER ${quoteIdentifier(name)} ENABLE;` },
        'or drop it, if it is not wanted any more.',
      ],
    };
  }
}

function isDropped(subject: Subject, act: Act, name: string): boolean {
  return [...statementsOf(subject, 'DropStmt', /^DROP EVENT TRIGGER\b/)].some(
    (one) => compareActs(one.act, act) > 0 && droppedNames(one.node).some(([dropped]) => dropped === name),
  );
}

const setting = /^(?:SET\s|SELECT\b.*\bset_config\b).*\bsession_replication_role\b/is;

const writing = new RegExp(
  String.raw`^(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO|COPY)\s+(?:ONLY\s+)?(${qualifiedPattern})`,
  'i',
);

/** A session that takes itself for a replica's fires no trigger, and foreign keys are triggers to PostgreSQL. */
function* replicaSessions({ acts }: Subject): Iterable<Verdict> {
  for (const [i, act] of acts.entries()) {
    if (!setting.test(act.text) || !/\breplica\b/i.test(act.text)) continue;
    const rest = acts.slice(i + 1).filter(({ at }) => at === act.at);
    const end = rest.findIndex(
      ({ head, text }) =>
        setting.test(text) || /^(RESET (ALL|SESSION_REPLICATION_ROLE)|DISCARD ALL)\b/i.test(head),
    );
    const written = unique(
      (end < 0 ? rest : rest.slice(0, end)).flatMap(({ text }) => writing.exec(text)?.[1] ?? []),
    );
    if (written.length === 0 && end >= 0) continue;
    yield {
      act,
      focus: 'session_replication_role',
      message: `no trigger fires and no foreign key is checked ${end < 0 ? 'in the rest of this session' : `until line ${lineOf(rest[end] as Act)}`}`,
      notes: written.length === 0 ? [] : [`Rows go unchecked that are written to ${few(written, 8)}.`],
      hint: 'Write the rows in an order that the foreign keys allow, or let these be DEFERRABLE and checked at the end of the transaction.',
    };
  }
}
