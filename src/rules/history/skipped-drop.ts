import { type Act, compareActs, type Rule, type Subject, type Verdict } from '../../model/rule.ts';
import type { Fact, FactKind } from '../../model/schema.ts';
import { bareName, lastPart, quoteIdentifier } from '../../postgres/identifier.ts';
import { actsOn, factsOf, isAssumed, tableOf } from '../reading/facts.ts';
import { placeOfColumn, placeOfConstraint } from '../reading/places.ts';

/** https://www.postgresql.org/docs/18/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS */
export const skippedDrop: Rule = {
  id: 'skipped-drop',
  group: 'history',
  severity: 'warning',
  summary:
    'A DROP ... IF EXISTS passes over what is there, since its name is written in other capitals: PostgreSQL folds to lower case what stands without quotes.',
  descendsFrom: [],
  *judge(subject) {
    for (const act of subject.acts) {
      if (!act.ran || !/^(DROP|ALTER TABLE)\b/.test(act.head)) continue;
      for (const { message } of act.seen?.notices ?? []) yield* otherSpelling(subject, act, message);
    }
  },
};

const kinds: Readonly<Record<string, FactKind>> = {
  column: 'column',
  constraint: 'constraint',
  index: 'index',
  'materialized view': 'materialized-view',
  policy: 'policy',
  relation: 'table',
  sequence: 'sequence',
  table: 'table',
  trigger: 'trigger',
  view: 'view',
};

const skipping = /^(\w+(?: view)?) "(.+?)"(?: (?:of|for) relation "(.+)")? does not exist, skipping$/;

/** What a notice of something missing means that stays until the end. */
function* otherSpelling(subject: Subject, act: Act, notice: string): Iterable<Verdict> {
  const [, word = '', missing = '', table] = skipping.exec(notice) ?? [];
  const kind = kinds[word];
  if (kind === undefined) return;
  const name = missing.split('.').at(-1) as string;
  const found = factsOf(subject, kind).find(
    (fact) =>
      isOtherwiseSpelled(bareName(fact.name), name) &&
      (table === undefined || isAlike(bareName(tableOf(fact)), table.split('.').at(-1) as string)) &&
      wasThere(subject, act, fact),
  );
  if (found === undefined) return;
  const own = bareName(found.name);
  yield {
    act,
    focus: name,
    message: `this does not find ${kind === 'table' ? 'table' : word} \`${own}\`${table === undefined ? '' : ` of ${tableOf(found)}`}: it looks for \`${name}\`, and passes over what is not there`,
    hint: `Write its name as it is: ${quoteIdentifier(own)}.`,
  };
}

function isAlike(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function isOtherwiseSpelled(own: string, name: string): boolean {
  return own !== name && isAlike(own, name);
}

/** Whether the history made the object before the act, and gave it no other name since. */
function wasThere(subject: Subject, act: Act, fact: Fact): boolean {
  const made = placeOf(subject, fact);
  if (made === undefined || compareActs(made, act) > 0) return false;
  if (isAssumed(subject, fact.parent === undefined ? fact.name : tableOf(fact))) return false;
  return !subject.acts.some(
    (later) =>
      compareActs(later, act) > 0 &&
      /\bRENAME\b/i.test(later.text) &&
      later.text.includes(bareName(fact.name)),
  );
}

function placeOf(subject: Subject, fact: Fact): Act | undefined {
  if (fact.kind === 'column') return placeOfColumn(subject, fact);
  if (fact.kind === 'constraint') return placeOfConstraint(subject, fact);
  const isOfTable = fact.kind === 'policy' || fact.kind === 'trigger';
  return actsOn(subject, isOfTable ? `${lastPart(fact.name)} on ${tableOf(fact)}` : fact.name)[0];
}
