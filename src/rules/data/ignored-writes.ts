import type { Rule, Subject, Verdict } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { bareName, lastPart, withoutSignature } from '../../postgres/identifier.ts';
import { readFiring } from '../../postgres/trigger.ts';
import { bodiesOf } from '../../sql/inner.ts';
import { isSame, namedBy, namedByIdentity, shown } from '../../sql/relations.ts';
import { tokens } from '../../sql/scan.ts';
import { actsOn, factOf, factsOf, laterOf, routineIdentity, tableOf, textOf } from '../reading/facts.ts';
import { isExisting } from '../reading/tables.ts';
import { statementsOf } from '../reading/trees.ts';

const verbs: Readonly<Record<string, string>> = {
  CMD_INSERT: 'INSERT',
  CMD_UPDATE: 'UPDATE',
  CMD_DELETE: 'DELETE',
};

export const ignoredWrites: Rule = {
  id: 'ignored-writes',
  group: 'data',
  severity: 'warning',
  summary:
    'A rule DO INSTEAD NOTHING is put on an existing table, or a BEFORE trigger returns null for every row: its statements change no row from then on, and no error says so.',
  descendsFrom: [],
  *judge(subject) {
    for (const { act, node } of statementsOf(subject, 'RuleStmt', /^CREATE (OR REPLACE )?RULE\b/)) {
      const verb = verbs[node.event ?? ''];
      const table = namedBy(node.relation);
      // One with a condition is mostly there to pass over what would fail.
      if (verb === undefined || node.instead !== true || node.whereClause !== undefined) continue;
      if ((node.actions ?? []).length > 0 || !isExisting(act, table)) continue;
      if (factsOf(subject, 'view').some(({ name }) => isSame(namedByIdentity(name), table))) continue;
      yield {
        act,
        focus: 'NOTHING',
        message: `every ${verb} on ${shown(table)} does nothing from then on, and reports success`,
        hint: `Let it fail instead: REVOKE ${verb} from those who may not, or a trigger that raises an error.`,
      };
    }
    yield* discardingTriggers(subject);
  },
};

/** BEFORE triggers that return null for every row of a command, on which PostgreSQL passes the row over. */
function* discardingTriggers(subject: Subject): Iterable<Verdict> {
  for (const trigger of factsOf(subject, 'trigger')) {
    const source = textOf(trigger, 'source');
    const firing = readFiring(source);
    const table = tableOf(trigger);
    const place = actsOn(subject, `${lastPart(trigger.name)} on ${table}`).at(-1);
    if (firing?.moment !== 'BEFORE' || !firing.isForEachRow || place === undefined) continue;
    // One with a condition is mostly there to pass over what is not wanted.
    if (trigger.definition.firing === 'DISABLE' || / WHEN \(/.test(source)) continue;
    const routine = trigger.dependsOn
      .map((id) => factOf(subject, id))
      .find((fact) => fact?.kind === 'function');
    const returned = routine === undefined ? undefined : alwaysReturned(routine);
    // In a DELETE there is no NEW.
    const lost = returned === 'NULL' ? firing.events : firing.events.filter((event) => event === 'DELETE');
    if (routine === undefined || returned === undefined || lost.length === 0) continue;
    const verbs = lost.map((event) => event.split(' ')[0]).join(', ');
    yield {
      act: laterOf(place, actsOn(subject, routineIdentity(routine.name)).at(-1)),
      focus: [bareName(trigger.name), bareName(withoutSignature(routine.name))],
      message: `trigger \`${bareName(trigger.name)}\` lets every ${verbs} on ${table} do nothing and report success: ${routine.name} returns ${returned === 'NEW' ? 'NEW, which is null in a DELETE' : 'null'}`,
      hint:
        returned === 'NEW'
          ? 'Return OLD for a DELETE: RETURN coalesce(NEW, OLD) is right for every command.'
          : 'Return NEW, or OLD for a DELETE, or let the trigger fire AFTER the change.',
    };
  }
}

/**
 * What a trigger function returns in every case, NEW or NULL; undefined where it may return something else, raise an error, or
 * put something else in the place of the change.
 */
function alwaysReturned(routine: Fact): 'NEW' | 'NULL' | undefined {
  if (textOf(routine, 'language') !== 'plpgsql') return undefined;
  const words = bodiesOf(textOf(routine, 'source')).flatMap((body) =>
    [...tokens(body)].map(({ kind, start, end }) =>
      kind === 'word' ? body.slice(start, end).toUpperCase() : body.slice(start, end),
    ),
  );
  const returned = new Set(
    words.flatMap((word, i) => {
      if (word !== 'RETURN') return [];
      return words[i + 2] === ';' ? [words[i + 1] ?? ''] : [''];
    }),
  );
  const [value, ...more] = returned;
  if (more.length > 0 || (value !== 'NEW' && value !== 'NULL')) return undefined;
  const isOtherwise = words.some((word, i) => {
    if (/^(RAISE|EXECUTE|PERFORM|CALL|UPDATE|MERGE|ASSERT)$/.test(word)) return true;
    if (value === 'NULL' && /^(INSERT|DELETE)$/.test(word)) return true;
    // What is assigned to NEW as a whole may be OLD.
    return word === 'NEW' && words[i - 1] !== 'RETURN' && words[i + 1] !== '.';
  });
  return isOtherwise ? undefined : value;
}
