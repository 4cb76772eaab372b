import type { Fact } from '../model/schema.ts';
import { adopt, type Course } from './course.ts';
import { foreignKeyOf, type IndexKey, indexKeyOf, isSameKey } from './prisma-keys.ts';
import { canBeMade } from './prisma-views.ts';
import { lastPart } from './sql-name.ts';

/** Compares primary keys, unique and plain indexes and foreign keys of a table that both sides have. */
export function compareKeys(course: Course, table: Fact): void {
  const isImplicit = isImplicitTable(course, table);
  matchUp<IndexKey>(course, table, {
    keyOf: indexKeyOf,
    isSame: isSameKey,
    isSettled: (had, wanted) => isImplicit && isPair(had, wanted),
    isBeyond: ({ isBeyond, where }) => isBeyond || (where !== '' && !course.comparesPartialIndexes),
    isMinor: ({ method, elements }) =>
      method !== 'btree' || elements.some(({ operatorClass }) => operatorClass !== ''),
    columnsOf: ({ elements }) => elements.map(({ column }) => column),
    aspects: indexAspects,
  });
  matchUp<string>(course, table, {
    keyOf: foreignKeyOf,
    isSame: (had, wanted) => had === wanted,
    isSettled: () => false,
    isBeyond: () => false,
    isMinor: () => false,
    columnsOf: (key) => key.slice(1, key.indexOf(') -> ')).split(', '),
    aspects: foreignKeyAspects,
    isAlike: (had, wanted) => withoutActions(had) === withoutActions(wanted),
  });
}

/** How keys of one sort are told apart. */
interface Sort<Key> {
  keyOf(fact: Fact): Key | undefined;
  isSame(history: Key, declared: Key): boolean;
  /** Different, and none of the user's concern, names included. */
  isSettled(history: Key, declared: Key): boolean;
  /** Prisma's language cannot say it. */
  isBeyond(key: Key): boolean;
  isMinor(key: Key): boolean;
  columnsOf(key: Key): readonly string[];
  aspects(history: Key, declared: Key): readonly string[];
  /** One and the same object, changed, although the names differ. */
  isAlike?(history: Key, declared: Key): boolean;
}

interface Keyed<Key> {
  readonly fact: Fact;
  readonly key: Key;
}

function matchUp<Key>(course: Course, table: Fact, sort: Sort<Key>): void {
  const collect = (side: Course['history']) =>
    side.childrenOf(table.id).flatMap((fact): readonly Keyed<Key>[] => {
      const key = sort.keyOf(fact);
      return key === undefined ? [] : [{ fact, key }];
    });
  const had = new Set(collect(course.history));
  const wanted = new Set(collect(course.declared));
  const pairUp = (
    fits: (a: Keyed<Key>, b: Keyed<Key>) => boolean,
    settle: (a: Keyed<Key>, b: Keyed<Key>) => void,
  ) => {
    for (const b of wanted) {
      const a = [...had].find((one) => fits(one, b));
      if (a === undefined) continue;
      had.delete(a);
      wanted.delete(b);
      settle(a, b);
    }
  };
  const isNamed = (a: Keyed<Key>, b: Keyed<Key>) => lastPart(a.fact.name) === lastPart(b.fact.name);
  const isSame = (a: Keyed<Key>, b: Keyed<Key>) => sort.isSame(a.key, b.key);
  pairUp(
    (a, b) => isNamed(a, b) && isSame(a, b),
    (a, b) => keep(course, a.fact, b.fact),
  );
  pairUp(
    (a, b) => sort.isSettled(a.key, b.key),
    (a, b) => keep(course, a.fact, b.fact),
  );
  pairUp(isSame, (a, b) => rename(course, a.fact, b.fact));
  pairUp(isNamed, (a, b) => change(course, a, b, sort));
  if (sort.isAlike !== undefined)
    pairUp(
      (a, b) => sort.isAlike!(a.key, b.key),
      (a, b) => change(course, a, b, sort),
    );
  for (const { fact } of wanted) {
    const isPossible = canBeMade(course.history, fact);
    course.found.push({
      kind: 'missing',
      what: fact.kind,
      name: fact.name,
      declared: fact,
      declaredWords: keyWords(fact),
      aspects: [],
      ids: isPossible ? adopt(course, fact) : [],
      isMinor: !isPossible,
    });
  }
  for (const { fact, key } of had) {
    if (sort.isBeyond(key) || course.unknownKeys.has(lastPart(fact.name))) continue;
    course.facts.delete(fact.id);
    const lost = sort.columnsOf(key).find((column) => !course.facts.has(`column:${table.name}.${column}`));
    if (lost !== undefined) {
      carry(course, `${table.name}.${lost}`, fact);
      continue;
    }
    course.found.push({
      kind: 'extra',
      what: fact.kind,
      name: fact.name,
      history: fact,
      historyWords: keyWords(fact),
      aspects: [],
      ids: [fact.id],
      isMinor: sort.isMinor(key),
    });
  }
}

/** A key on a column that goes is told of with it. */
function carry({ found }: Course, column: string, key: Fact): void {
  const at = found.findIndex(
    ({ kind, what, name }) => kind === 'extra' && what === 'column' && name === column,
  );
  const lead = found[at];
  if (lead !== undefined) found[at] = { ...lead, carries: [...(lead.carries ?? []), key.name] };
}

/** The same thing on both sides: the history's words stand, with all that the language cannot say. */
function keep({ known, twins }: Course, history: Fact, declared: Fact): void {
  if (history.id !== declared.id) known.set(declared.id, history.id);
  twins.set(history.id, declared);
}

function rename(course: Course, history: Fact, declared: Fact): void {
  keep(course, history, declared);
  const scope = history.name;
  const to = `${scope.slice(0, scope.length - lastPart(scope).length)}${lastPart(declared.name)}`;
  course.renames.push({ from: history.name, to });
  course.found.push({
    kind: 'renamed',
    what: history.kind,
    name: history.name,
    history,
    declared,
    historyWords: lastPart(history.name),
    declaredWords: lastPart(declared.name),
    aspects: ['name'],
    ids: [history.id],
    isMinor: false,
  });
}

function change<Key>(course: Course, had: Keyed<Key>, wanted: Keyed<Key>, sort: Sort<Key>): void {
  const isMinor = sort.isBeyond(had.key) || !canBeMade(course.history, wanted.fact);
  const ids = isMinor ? [] : [had.fact.id, wanted.fact.id];
  if (isMinor) keep(course, had.fact, wanted.fact);
  else {
    course.facts.delete(had.fact.id);
    adopt(course, wanted.fact);
    if (had.fact.id !== wanted.fact.id) course.known.set(had.fact.id, wanted.fact.id);
  }
  course.found.push({
    kind: 'different',
    what: had.fact.kind,
    name: had.fact.name,
    history: had.fact,
    declared: wanted.fact,
    historyWords: keyWords(had.fact),
    declaredWords: keyWords(wanted.fact),
    aspects: sort.aspects(had.key, wanted.key),
    ids,
    isMinor,
  });
}

/** `UNIQUE (email)`, `UNIQUE INDEX ON public.users USING btree (email)`. */
export function keyWords({ kind, definition }: Fact): string {
  if (kind === 'constraint') return String(definition.definition);
  return `${definition.unique === true ? 'UNIQUE ' : ''}INDEX ON ${definition.on} USING ${definition.method}`;
}

function indexAspects(had: IndexKey, wanted: IndexKey): readonly string[] {
  const columns = ({ elements }: IndexKey) =>
    elements.map(({ column, descends }) => `${column} ${descends}`).join();
  const aspects = [
    ...(had.kind === wanted.kind ? [] : ['uniqueness']),
    ...(had.method === wanted.method ? [] : ['method']),
    ...(columns(had) === columns(wanted) ? [] : ['columns']),
    ...(had.where === wanted.where ? [] : ['condition']),
    ...(had.elements.length === wanted.elements.length &&
    had.elements.some(({ operatorClass }, i) => operatorClass !== wanted.elements[i]?.operatorClass)
      ? ['operator class']
      : []),
  ];
  return aspects.length === 0 ? ['what it includes'] : aspects;
}

function foreignKeyAspects(had: string, wanted: string): readonly string[] {
  if (withoutActions(had) !== withoutActions(wanted)) return ['columns'];
  const actions = (key: string) => / ON UPDATE (.*) ON DELETE (.*)$/.exec(key) ?? [];
  const [a, b] = [actions(had), actions(wanted)];
  return [...(a[1] === b[1] ? [] : ['ON UPDATE']), ...(a[2] === b[2] ? [] : ['ON DELETE'])];
}

function withoutActions(key: string): string {
  return key.slice(0, key.lastIndexOf(' ON UPDATE '));
}

/** The table of an implicit many-to-many relation: no model stands behind it. */
function isImplicitTable({ outline }: Course, { name }: Fact): boolean {
  return (
    lastPart(name).replaceAll('"', '').startsWith('_') &&
    !outline.shapes.some(({ sqlName }) => sqlName === name)
  );
}

/** Prisma made a unique index of it before version 6, and makes a primary key since. */
function isPair(had: IndexKey, wanted: IndexKey): boolean {
  const columns = ({ elements }: IndexKey) => elements.map(({ column }) => column).join();
  return (
    had.kind !== 'index' &&
    wanted.kind === 'primary' &&
    columns(had) === '"A","B"' &&
    columns(wanted) === '"A","B"'
  );
}
