import { once } from '../../model/once.ts';
import type { Subject } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { type ForeignKeyDefinition, readForeignKey } from '../../postgres/foreign-key.ts';
import { bareName } from '../../postgres/identifier.ts';
import { readKey } from '../../postgres/key.ts';
import { parenthesised, splitList } from '../../postgres/lists.ts';
import { childrenOf, tableOf, textOf } from './facts.ts';

/** A foreign key of a table. */
export interface ForeignKey extends ForeignKeyDefinition {
  readonly fact: Fact;
  /** Qualified, as SQL writes it. */
  readonly table: string;
}

function foreignKeyOf(fact: Fact): ForeignKey | undefined {
  if (fact.definition.type !== 'foreign') return undefined;
  const key = readForeignKey(textOf(fact, 'definition'));
  return key && { ...key, fact, table: tableOf(fact) };
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
    return [readIndex(fact, method, tail)];
  });
  const constraints = childrenOf(subject, table.id, 'constraint').flatMap((fact) => {
    const definition = textOf(fact, 'definition');
    const key = readKey(definition);
    if (key === undefined) return [];
    return [
      {
        fact,
        name: bareName(fact.name),
        unique: true,
        primary: key.isPrimary,
        isConstraint: true,
        method: 'btree',
        keys: key.columns,
        include: key.included,
        where: '',
        rest: definition,
      },
    ];
  });
  return [...plain, ...constraints];
}

function readIndex(fact: Fact, method: string, tail: string): IndexFact {
  const { inside, after } = parenthesised(tail, 0);
  const rest = after.trim();
  const include = /^INCLUDE \((.*?)\)/s.exec(rest)?.[1];
  return {
    fact,
    name: bareName(fact.name),
    unique: fact.definition.unique === true,
    primary: false,
    isConstraint: false,
    method,
    keys: splitList(inside),
    include: include === undefined ? [] : splitList(include),
    where: / ?WHERE (.*)$/s.exec(` ${rest}`)?.[1] ?? '',
    rest,
  };
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
