import { type Act, compareActs, type Rule, type Subject, type Verdict } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { few } from '../../model/words.ts';
import { bareName, withoutSignature } from '../../postgres/identifier.ts';
import { byKind, stringsOf } from '../../sql/nodes.ts';
import { actsOn, factsOf, placeOf, routineIdentity, tableOf } from '../reading/facts.ts';
import { placeOfColumn, placeOfConstraint } from '../reading/places.ts';
import { oneLine } from '../reading/wording.ts';

export const storedResults: Rule = {
  id: 'stored-results',
  group: 'data',
  severity: 'warning',
  summary:
    'A function gets another body, or a text search configuration another mapping, and an index, a generated column or partitions keep results of the old one: queries then miss rows.',
  descendsFrom: [],
  *judge(subject) {
    for (const routine of factsOf(subject, 'function')) {
      const acts = actsOn(subject, routineIdentity(routine.name));
      if (acts.filter((act) => bodyOf(act) !== undefined).length < 2) continue;
      const kept = keptResults(subject, routine);
      if (kept.length === 0) continue;
      for (const [i, act] of acts.entries()) {
        const body = bodyOf(act);
        const before = acts.slice(0, i).findLast((one) => bodyOf(one) !== undefined);
        if (body === undefined || before === undefined || bodyOf(before) === body) continue;
        yield* staleResults(subject, act, kept, {
          name: bareName(withoutSignature(routine.name)),
          before: `what the old body of ${routine.name} returned`,
          instead: 'give the new body a function of its own name, and build what keeps results upon that.',
        });
      }
    }
    for (const mapping of factsOf(subject, 'text-search-configuration')) {
      const kept = keptResults(subject, mapping);
      for (const act of kept.length === 0 ? [] : actsOn(subject, mapping.name).filter(changesMapping))
        yield* staleResults(subject, act, kept, {
          name: bareName(mapping.name),
          before: `words as ${mapping.name} mapped them before`,
          instead: 'make the new mapping a configuration of its own, and build what keeps words upon that.',
        });
    }
  },
};

/** What changes, in words. */
interface Change {
  /** Unquoted. */
  readonly name: string;
  readonly before: string;
  /** What to do where no index can be built anew. */
  readonly instead: string;
}

/** What was made before an act and keeps results that it changes. */
function* staleResults(
  subject: Subject,
  act: Act,
  kept: readonly KeptResult[],
  { name, before, instead }: Change,
): Iterable<Verdict> {
  const old = kept.filter(({ place }) => compareActs(place, act) < 0);
  if (act.at === 0 || old.length === 0 || isBuiltAnew(subject, act)) return;
  const what = old.map((one) => one.what);
  const indexes = old.flatMap(({ fact }) => (fact.kind === 'index' ? [fact.name] : []));
  yield {
    act,
    focus: name,
    message: `${few(what, 4)} ${old.length === 1 ? 'keeps' : 'keep'} ${before}`,
    hint:
      indexes.length === 0
        ? `Where a result differs, ${instead}`
        : [
            'Where a result differs, build anew what keeps it, right after this:',
            { code: indexes.map((index) => `REINDEX INDEX CONCURRENTLY ${index};`).join('\n') },
          ],
  };
}

function changesMapping({ head, text }: Act): boolean {
  return head.startsWith('ALTER TEXT SEARCH') && /\bMAPPING\b/i.test(text);
}

interface KeptResult {
  readonly fact: Fact;
  /** In words. */
  readonly what: string;
  /** The statement that made it. */
  readonly place: Act;
}

/** What stores results of a function, or of a text search configuration. */
function keptResults(subject: Subject, { id }: Fact): readonly KeptResult[] {
  const of = (kind: Fact['kind']) => factsOf(subject, kind).filter(({ dependsOn }) => dependsOn.includes(id));
  const found: readonly (readonly [Fact, string, Act | undefined])[] = [
    ...of('index').map((fact) => [fact, `index ${fact.name}`, placeOf(subject, fact.name)] as const),
    ...of('constraint')
      .filter(({ definition }) => definition.type === 'exclude')
      .map(
        (fact) =>
          [
            fact,
            `constraint ${bareName(fact.name)} of ${tableOf(fact)}`,
            placeOfConstraint(subject, fact),
          ] as const,
      ),
    ...of('column')
      .filter(({ definition }) => definition.generated === 'STORED')
      .map((fact) => [fact, `column ${fact.name}`, placeOfColumn(subject, fact)] as const),
    ...of('table').map(
      (fact) => [fact, `the partitions of ${fact.name}`, placeOf(subject, fact.name)] as const,
    ),
  ];
  return found.flatMap(([fact, what, place]) => (place === undefined ? [] : [{ fact, what, place }]));
}

/** The body that a statement gives to a function, in one line; undefined where it gives none. */
function bodyOf({ head, text, trees }: Act): string | undefined {
  if (!/^CREATE\b.*\bFUNCTION\b/.test(head)) return undefined;
  const node = byKind(trees[0]).CreateFunctionStmt;
  const written = (node?.options ?? [])
    .flatMap((item) => byKind(item).DefElem ?? [])
    .find(({ defname }) => defname === 'as');
  if (written !== undefined) return oneLine(stringsOf(written.arg).join(' '));
  const own = /\b(RETURN\b(?!S)|BEGIN\s+ATOMIC\b).*$/is.exec(text)?.[0];
  return node?.sql_body === undefined || own === undefined ? undefined : oneLine(own);
}

/** Whether the same migration builds indexes anew afterwards. */
function isBuiltAnew({ acts }: Subject, act: Act): boolean {
  return acts.some(
    (other) => other.at === act.at && compareActs(other, act) > 0 && other.head.startsWith('REINDEX'),
  );
}
