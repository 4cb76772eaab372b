import type { Fact } from '../../model/schema.ts';
import { lastPart, splitLast } from '../../postgres/identifier.ts';
import { adopt, type Comparison, type Relations } from '../comparison.ts';
import { foreignKeyText, type IndexKey, indexKeyOf, isSameKey } from './keys.ts';
import { canBeMade } from './views.ts';

/** Compares primary keys, unique and plain indexes and foreign keys of a table that both sides have. */
export function compareKeys(comparison: Comparison, table: Fact): void {
  const isImplicit = isImplicitTable(comparison, table);
  matchUp<IndexKey>(comparison, table, {
    keyOf: indexKeyOf,
    isSame: isSameKey,
    isSettled: (had, wanted) => isImplicit && isPair(had, wanted),
    isBeyond: ({ isBeyond, where }) => isBeyond || (where !== '' && !comparison.comparesPartialIndexes),
    isMinor: ({ method, elements }) =>
      method !== 'btree' || elements.some(({ operatorClass }) => operatorClass !== ''),
    columnsOf: ({ elements }) => elements.map(({ column }) => column),
    aspects: indexAspects,
    isAlike: () => false,
  });
  matchUp<string>(comparison, table, {
    keyOf: foreignKeyText,
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
  isAlike(history: Key, declared: Key): boolean;
}

interface Keyed<Key> {
  readonly fact: Fact;
  readonly key: Key;
}

/** Pairs the keys of both sides, the surest pairs first; what is left over is missing or extra. */
function matchUp<Key>(comparison: Comparison, table: Fact, sort: Sort<Key>): void {
  const had = new Set(keysOf(comparison.history, table, sort));
  const wanted = new Set(keysOf(comparison.declared, table, sort));
  type Side = Keyed<Key>;
  const pairUp = (fits: (a: Side, b: Side) => boolean, settle: (a: Side, b: Side) => void) => {
    for (const b of wanted) {
      const a = [...had].find((one) => fits(one, b));
      if (a === undefined) continue;
      had.delete(a);
      wanted.delete(b);
      settle(a, b);
    }
  };
  const isNamed = (a: Side, b: Side) => lastPart(a.fact.name) === lastPart(b.fact.name);
  const isSame = (a: Side, b: Side) => sort.isSame(a.key, b.key);
  const toKeep = (a: Side, b: Side) => keep(comparison, a.fact, b.fact);
  const toChange = (a: Side, b: Side) => change(comparison, a, b, sort);
  pairUp((a, b) => isNamed(a, b) && isSame(a, b), toKeep);
  pairUp((a, b) => sort.isSettled(a.key, b.key), toKeep);
  pairUp(isSame, (a, b) => rename(comparison, a.fact, b.fact));
  pairUp(isNamed, toChange);
  pairUp((a, b) => sort.isAlike(a.key, b.key), toChange);
  for (const { fact } of wanted) addMissing(comparison, fact);
  for (const one of had) takeOut(comparison, table, one, sort);
}

function keysOf<Key>(side: Relations, table: Fact, { keyOf }: Sort<Key>): readonly Keyed<Key>[] {
  return side.childrenOf(table.id).flatMap((fact) => {
    const key = keyOf(fact);
    return key === undefined ? [] : [{ fact, key }];
  });
}

function addMissing(comparison: Comparison, fact: Fact): void {
  const isPossible = canBeMade(comparison.history, fact);
  comparison.found.push({
    kind: 'missing',
    what: fact.kind,
    name: fact.name,
    declared: fact,
    declaredWords: keyWords(fact),
    aspects: [],
    ids: isPossible ? adopt(comparison, fact) : [],
    isMinor: !isPossible,
  });
}

/** Of what the language cannot say, and of what did not load, nothing is known. */
function takeOut<Key>(comparison: Comparison, table: Fact, { fact, key }: Keyed<Key>, sort: Sort<Key>): void {
  const { facts, found, unknownKeys } = comparison;
  if (sort.isBeyond(key) || unknownKeys.has(lastPart(fact.name))) return;
  facts.delete(fact.id);
  const lost = sort.columnsOf(key).find((column) => !facts.has(`column:${table.name}.${column}`));
  if (lost !== undefined) {
    carry(comparison, `${table.name}.${lost}`, fact);
    return;
  }
  found.push({
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

/** A key on a column that goes is told of with it. */
function carry({ found }: Comparison, column: string, key: Fact): void {
  const at = found.findIndex(
    ({ kind, what, name }) => kind === 'extra' && what === 'column' && name === column,
  );
  const lead = found[at];
  if (lead !== undefined) found[at] = { ...lead, carries: [...(lead.carries ?? []), key.name] };
}

/** The same thing on both sides: the history's words stand, with all that the language cannot say. */
function keep({ known, twins }: Comparison, history: Fact, declared: Fact): void {
  if (history.id !== declared.id) known.set(declared.id, history.id);
  twins.set(history.id, declared);
}

function rename(comparison: Comparison, history: Fact, declared: Fact): void {
  keep(comparison, history, declared);
  const [scope] = splitLast(history.name);
  const to = `${scope}.${lastPart(declared.name)}`;
  comparison.renames.push({ from: history.name, to });
  comparison.found.push({
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

function change<Key>(comparison: Comparison, had: Keyed<Key>, wanted: Keyed<Key>, sort: Sort<Key>): void {
  const isMinor = sort.isBeyond(had.key) || !canBeMade(comparison.history, wanted.fact);
  const ids = isMinor ? [] : [had.fact.id, wanted.fact.id];
  if (isMinor) keep(comparison, had.fact, wanted.fact);
  else {
    comparison.facts.delete(had.fact.id);
    adopt(comparison, wanted.fact);
    if (had.fact.id !== wanted.fact.id) comparison.known.set(had.fact.id, wanted.fact.id);
  }
  comparison.found.push({
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
function isImplicitTable({ outline }: Comparison, { name }: Fact): boolean {
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
