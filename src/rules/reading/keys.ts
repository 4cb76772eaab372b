import type { Hint } from '../../model/hint.ts';
import { once } from '../../model/once.ts';
import type { Subject } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { type ForeignKeyDefinition, readForeignKey } from '../../postgres/foreign-key.ts';
import { bareName, lastPart } from '../../postgres/identifier.ts';
import { readIndexMethod } from '../../postgres/index-method.ts';
import { isWithoutOverlaps, readKey } from '../../postgres/key.ts';
import { childrenOf, isPartitioned, tableOf, textOf } from './facts.ts';

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
  /** The same without their order. */
  readonly unordered: readonly string[];
  readonly include: readonly string[];
  /** Its predicate; empty where it has none. */
  readonly where: string;
  /** Whether two nulls are equal: NULLS NOT DISTINCT. */
  readonly hasEqualNulls: boolean;
}

const indexesIn = once((subject: Subject) => once((table: Fact) => readIndexes(subject, table)));

/** The indexes of a table, those of its constraints too. */
export function indexesOf(subject: Subject, table: Fact): readonly IndexFact[] {
  return indexesIn(subject)(table);
}

function readIndexes(subject: Subject, table: Fact): readonly IndexFact[] {
  const plain = childrenOf(subject, table.id, 'index').flatMap((fact) => readIndex(fact) ?? []);
  const constraints = childrenOf(subject, table.id, 'constraint').flatMap((fact) => {
    const key = readKey(textOf(fact, 'definition'));
    if (key === undefined) return [];
    const keys = key.columns.map((column) => column.replace(/ WITHOUT OVERLAPS$/, ''));
    return [
      {
        fact,
        name: bareName(fact.name),
        unique: true,
        primary: key.isPrimary,
        isConstraint: true,
        method: isWithoutOverlaps(key) ? 'gist' : 'btree',
        keys,
        unordered: keys,
        include: key.included,
        where: '',
        hasEqualNulls: key.hasEqualNulls,
      },
    ];
  });
  return [...plain, ...constraints];
}

function readIndex(fact: Fact): IndexFact | undefined {
  const index = readIndexMethod(textOf(fact, 'method'));
  if (index === undefined) return undefined;
  const { method, elements, included: include, where, hasEqualNulls } = index;
  return {
    fact,
    name: bareName(fact.name),
    unique: fact.definition.unique === true,
    primary: false,
    isConstraint: false,
    method,
    keys: elements.map(({ text }) => text),
    unordered: elements.map(({ unordered }) => unordered),
    include,
    where,
    hasEqualNulls,
  };
}

/** The SQL that drops an index, or the constraint that it belongs to. Those of partitioned tables cannot go CONCURRENTLY. */
export function dropHint(subject: Subject, table: Fact, { fact, name }: IndexFact): Hint {
  const how = isPartitioned(subject, table.name) ? '' : 'CONCURRENTLY ';
  return fact.kind === 'index'
    ? { code: `DROP INDEX ${how}${fact.name};` }
    : { code: `ALTER TABLE ${table.name} DROP CONSTRAINT ${lastPart(fact.name)}; -- \`${name}\`` };
}

/** Whether an index serves to find rows by a foreign key, its columns in whatever order. A period is found by GiST alone. */
export function serves(index: IndexFact, { columns, hasPeriod }: ForeignKeyDefinition): boolean {
  // A predicate that only leaves out nulls of the key leaves out no row that refers to another.
  const [, filled = ''] = /^\(?\(?("(?:[^"]|"")+"|[^\s"()]+) IS NOT NULL\)?\)?$/.exec(index.where) ?? [];
  if (index.where !== '' && !columns.includes(filled)) return false;
  const begins = (some: readonly string[]): boolean => {
    const head = index.unordered.slice(0, some.length);
    return some.length > 0 && some.every((column) => head.includes(column));
  };
  if (/^(btree|hash)$/.test(index.method)) return begins(hasPeriod ? columns.slice(0, -1) : columns);
  return hasPeriod && index.method === 'gist' && begins(columns);
}
