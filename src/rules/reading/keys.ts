import type { Subject } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { splitIdentifier } from '../../postgres/identifier.ts';
import { childrenOf, textOf } from './facts.ts';
import { once } from './once.ts';

/** A foreign key, read off its definition. */
export interface ForeignKey {
  readonly fact: Fact;
  /** Qualified, as SQL writes them. */
  readonly table: string;
  readonly referenced: string;
  readonly columns: readonly string[];
  readonly referencedColumns: readonly string[];
  /** `NO ACTION`, `CASCADE`, `SET NULL` ... */
  readonly onDelete: string;
}

/** Reads `FOREIGN KEY (a) REFERENCES public.b(id) ON DELETE CASCADE`. */
function foreignKeyOf(fact: Fact): ForeignKey | undefined {
  if (fact.definition.type !== 'foreign') return undefined;
  const match =
    /^FOREIGN KEY \((.*?)\) REFERENCES (?:ONLY )?((?:"(?:[^"]|"")*"|[^\s("]+?)+)\s?\((.*?)\)(.*)$/s.exec(
      textOf(fact, 'definition'),
    );
  if (match === null) return undefined;
  const [, columns = '', referenced = '', others = '', rest = ''] = match;
  return {
    fact,
    table: (fact.parent ?? '').replace(/^[a-z-]+:/, ''),
    referenced,
    columns: listOf(columns),
    referencedColumns: listOf(others),
    onDelete: /ON DELETE (NO ACTION|RESTRICT|CASCADE|SET NULL|SET DEFAULT)/.exec(rest)?.[1] ?? 'NO ACTION',
  };
}

/** The foreign keys of a table. */
export function foreignKeysOf(subject: Subject, table: Fact): readonly ForeignKey[] {
  return childrenOf(subject, table.id, 'constraint').flatMap((fact) => foreignKeyOf(fact) ?? []);
}

/** An index, also one that a constraint stands on. */
export interface IndexFact {
  readonly fact: Fact;
  readonly name: string;
  readonly unique: boolean;
  readonly primary: boolean;
  readonly isConstraint: boolean;
  readonly method: string;
  /** Its keys as SQL writes them, with their order: columns and expressions. */
  readonly keys: readonly string[];
  readonly include: readonly string[];
  /** Its predicate; empty where it has none. */
  readonly where: string;
  readonly rest: string;
}

const indexesIn = once((subject: Subject) => once((table: Fact) => readIndexes(subject, table)));

/** The indexes of a table, those of its constraints too. */
export function indexesOf(subject: Subject, table: Fact): readonly IndexFact[] {
  return indexesIn(subject)(table);
}

function readIndexes(subject: Subject, table: Fact): readonly IndexFact[] {
  const plain = childrenOf(subject, table.id, 'index').flatMap((fact) => {
    const match = /^(\w+) (\(.*)$/s.exec(textOf(fact, 'method'));
    if (match === null) return [];
    const [, method = '', tail = ''] = match;
    return readIndex(fact, method, tail, fact.definition.unique === true, false);
  });
  const constraints = childrenOf(subject, table.id, 'constraint').flatMap((fact) => {
    const [, kind, tail] =
      /^(PRIMARY KEY|UNIQUE)(?: NULLS NOT DISTINCT)? (\(.*)$/s.exec(textOf(fact, 'definition')) ?? [];
    if (tail === undefined) return [];
    const [index] = readIndex(fact, 'btree', tail, true, kind === 'PRIMARY KEY');
    return index === undefined ? [] : [{ ...index, rest: textOf(fact, 'definition') }];
  });
  return [...plain, ...constraints];
}

function readIndex(fact: Fact, method: string, tail: string, unique: boolean, primary: boolean): IndexFact[] {
  const end = closing(tail);
  if (end === -1) return [];
  const rest = tail.slice(end + 1).trim();
  const include = /^INCLUDE \((.*?)\)/s.exec(rest)?.[1];
  return [
    {
      fact,
      name: splitIdentifier(fact.name).at(-1) ?? fact.name,
      unique,
      primary,
      isConstraint: fact.kind === 'constraint',
      method,
      keys: listOf(tail.slice(1, end)),
      include: include === undefined ? [] : listOf(include),
      where: / ?WHERE (.*)$/s.exec(` ${rest}`)?.[1] ?? '',
      rest,
    },
  ];
}

/** Position of the bracket that closes the one at 0; -1 where none does. */
function closing(text: string): number {
  let depth = 0;
  let quote = '';
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i] as string;
    if (quote !== '') {
      if (c === quote) quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else if (c === '(') depth += 1;
    else if (c === ')') {
      depth -= 1;
      if (depth === 0) return i;
    }
  }
  return -1;
}

/** Splits at the commas that stand outside of brackets and quotes. */
function listOf(text: string): readonly string[] {
  const items: string[] = [];
  let depth = 0;
  let quote = '';
  let start = 0;
  for (let i = 0; i <= text.length; i += 1) {
    const c = text[i];
    if (quote !== '') {
      if (c === quote) quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else if (c === '(') depth += 1;
    else if (c === ')') depth -= 1;
    else if (c === undefined || (c === ',' && depth === 0)) {
      items.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  return items.filter((item) => item !== '');
}

/** Whether an index serves to find rows by these columns, in whatever order. */
export function serves(index: IndexFact, columns: readonly string[]): boolean {
  if (!/^(btree|hash)$/.test(index.method)) return false;
  // A predicate that only leaves nulls out leaves out no row that refers to another.
  if (index.where !== '' && !/^\(?\(?"?[\w$ ]+"? IS NOT NULL\)?\)?$/.test(index.where)) return false;
  const head = index.keys
    .slice(0, columns.length)
    .map((key) => key.replace(/ (DESC|ASC|NULLS FIRST|NULLS LAST)\b.*$/, ''));
  return columns.every((column) => head.includes(column));
}
