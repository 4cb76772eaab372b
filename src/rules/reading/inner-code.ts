import { groupBy } from '../../model/group-by.ts';
import { once } from '../../model/once.ts';
import { type Act, compareActs, type Subject } from '../../model/rule.ts';
import type { ObjectEvent } from '../../model/trace.ts';
import { bareName, identifierPattern, splitIdentifier } from '../../postgres/identifier.ts';
import { type InnerChange, innerAlterations, innerChanges, innerStatements } from '../../sql/inner.ts';
import { namedRelations, parseSql } from '../../sql/parse.ts';
import { isSame, type Named, namedByIdentity, namedByList } from '../../sql/relations.ts';

/** Acts that run code, whose text may not say what they do: DO blocks, calls, queries of functions. */
export function* codeActs(subject: Subject): Iterable<Act> {
  for (const act of subject.acts)
    if (act.at > 0 && act.ran && /^(DO|CALL|SELECT|WITH)\b/.test(act.head)) yield act;
}

/**
 * The events that such acts were seen to cause. Implied events are left out, and those of columns that `innerActs` finds in the
 * text.
 */
export function* eventsInside(
  subject: Subject,
  action: ObjectEvent['action'],
  type: string,
): Iterable<{ readonly act: Act; readonly event: ObjectEvent }> {
  for (const act of codeActs(subject)) {
    const written = innerActs(act).map(({ text }) => text.toLowerCase());
    for (const event of act.seen?.events ?? []) {
      if (event.action !== action || event.type !== type || event.implied === true) continue;
      const name = bareName(event.was ?? event.identity).toLowerCase();
      if (type !== 'table column' || !written.some((text) => text.includes(name))) yield { act, event };
    }
  }
}

/**
 * The ALTER TABLEs written out in the body of a DO block, each as an act of its own. Only those that the rehearsal saw take
 * effect.
 */
export const innerActs = once((act: Act): readonly Act[] => {
  if (!act.ran || !act.head.startsWith('DO')) return [];
  return innerAlterations(act.text).flatMap(({ start, end }) => {
    const text = act.text.slice(start, end);
    const parsed = parseSql(text);
    const trees = parsed.ok ? parsed.trees : [];
    const [table] = trees.flatMap((tree) => namedRelations(tree));
    if (table === undefined || !(act.seen?.events ?? []).some((event) => isOf(event, table))) return [];
    const place = { start: act.start + start, end: act.start + end };
    return { ...act, ...place, text, head: 'ALTER TABLE', trees, inside: act };
  });
});

/** Whether something happened to the table, or to a column of it. */
function isOf({ type, identity, was }: ObjectEvent, table: Named): boolean {
  return [identity, was ?? identity].some((name) => {
    const parts = splitIdentifier(name);
    return isSame(namedByList(type === 'table column' ? parts.slice(0, -1) : parts), table);
  });
}

/**
 * The parse trees of an act whose first words match, and of statements with such verbs that a DO block writes out, whether the
 * rehearsal came to them or not.
 */
export function treesWithin({ head, trees, text }: Act, heads: RegExp, verbs: RegExp): readonly object[] {
  if (heads.test(head)) return trees;
  if (!head.startsWith('DO')) return [];
  return innerStatements(text, verbs).flatMap((sql) => {
    const parsed = parseSql(sql);
    return parsed.ok ? parsed.trees : [];
  });
}

/** What runs the code, in words. */
export function codeWord({ head }: Act): string {
  return head.startsWith('DO') ? 'this block' : 'this statement';
}

/** What the history has written until then of the functions and procedures that an act calls by name. */
export function functionsCalled(subject: Subject, { at, index, head, text }: Act): readonly string[] {
  if (!/^(CALL|SELECT)\b/.test(head)) return [];
  const makers = makersOf(subject);
  return [...calledNames(text)]
    .flatMap((name) => makers.get(name) ?? [])
    .filter((other) => compareActs(other, { at, index }) < 0)
    .sort(compareActs)
    .map((other) => other.text);
}

/** Bare name of a function or procedure -> the acts that make one of that name. */
const makersOf = once((subject: Subject): ReadonlyMap<string, readonly Act[]> => {
  const makers = subject.acts.filter((act) => madeFunction(act) !== undefined);
  return groupBy(makers, (act) => madeFunction(act) as string);
});

/** The bare name of the function or procedure that an act makes; undefined where it makes none. */
function madeFunction({ head }: Act): string | undefined {
  const made = /^CREATE (?:OR REPLACE )?(?:FUNCTION|PROCEDURE) ((?:"[^"]*"|[^\s("])+)/.exec(head)?.[1];
  return made === undefined ? undefined : bareName(made);
}

/** The bare names of what may be called in a text: those before a parenthesis. */
function calledNames(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(calls)].map(([, name = '']) => bareName(name)));
}

const calls = new RegExp(String.raw`(${identifierPattern})\s*\(`, 'g');

/** A change of rows that an act was seen to make from within: by a DO block, or by a function that it calls. */
interface CodeChange extends Pick<InnerChange, 'verb' | 'sql'> {
  readonly act: Act;
  readonly table: Named;
}

/** A change of rows that the code of an act spells out, whether it came to it or not. */
export interface SpelledChange extends InnerChange {
  readonly act: Act;
}

/** The UPDATE, DELETE and TRUNCATE statements of DO blocks, and of the functions that acts call. */
export const spelledChanges = once((subject: Subject): readonly SpelledChange[] => {
  const functions = new Map<string, readonly InnerChange[]>();
  const found: SpelledChange[] = [];
  for (const act of subject.acts) {
    const made = madeFunction(act);
    if (made !== undefined) functions.set(made, innerChanges(act.text));
    else if (/^(DO|CALL|SELECT)\b/.test(act.head))
      found.push(...changesOf(act, functions).map((change) => ({ ...change, act })));
  }
  return found;
});

function changesOf(
  { head, text }: Act,
  functions: ReadonlyMap<string, readonly InnerChange[]>,
): readonly InnerChange[] {
  const called = [...calledNames(text)].flatMap((name) => functions.get(name) ?? []);
  return [...(head.startsWith('DO') ? innerChanges(text) : []), ...called];
}

/**
 * The UPDATE, DELETE and TRUNCATE statements of code that ran. The text tells what they do; the locks that the rehearsal saw
 * prove that they ran, and name the table where EXECUTE composes the statement.
 */
export const codeChanges = once((subject: Subject): readonly CodeChange[] =>
  [...groupBy(spelledChanges(subject), ({ act }) => act)]
    .filter(([act]) => act.ran)
    .flatMap(([act, changes]) => seenChanges(act, changes)),
);

function seenChanges(act: Act, changes: readonly InnerChange[]): readonly CodeChange[] {
  const written = (act.seen?.locks ?? [])
    .filter(({ mode, relkind }) => /^[rp]$/.test(relkind) && !/^(AccessShare|RowShare)Lock$/.test(mode))
    .map(({ relation, mode }) => ({ table: namedByIdentity(relation), mode }));
  const spoken = changes.flatMap(({ relation }) =>
    relation === undefined ? [] : [namedByList(splitIdentifier(relation))],
  );
  // A called procedure runs in transactions of its own, whose locks nobody sees: there its text alone tells.
  if (act.head.startsWith('CALL') && act.seen?.locks.length === 0)
    return changes.flatMap(({ verb, relation, sql }) =>
      relation === undefined ? [] : [{ act, verb, sql, table: namedByList(splitIdentifier(relation)) }],
    );
  return changes.flatMap(({ verb, relation, sql }) =>
    written
      .filter(({ table, mode }) =>
        relation === undefined
          ? !spoken.some((one) => isSame(one, table)) &&
            (verb === 'TRUNCATE') === (mode === 'AccessExclusiveLock')
          : isSame(namedByList(splitIdentifier(relation)), table),
      )
      .map(({ table }) => ({ act, verb, sql, table })),
  );
}
