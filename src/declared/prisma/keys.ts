import type { Fact } from '../../model/schema.ts';
import { readForeignKey } from '../../postgres/foreign-key.ts';
import { quoteIdentifier, splitIdentifier } from '../../postgres/identifier.ts';
import { type IndexElement as MethodElement, readIndexMethod } from '../../postgres/index-method.ts';
import { isWithoutOverlaps, readKey } from '../../postgres/key.ts';

/** A primary key, unique constraint or index, in the terms in which Prisma's language can say it. */
export interface IndexKey {
  readonly kind: 'primary' | 'unique' | 'index';
  readonly method: string;
  readonly elements: readonly IndexElement[];
  /** More than the language can say: an expression, parameters of an operator class, included columns. */
  readonly isBeyond: boolean;
  /** The condition of a partial index; empty for none. */
  readonly where: string;
}

interface IndexElement {
  /** The column's SQL name, or an expression. */
  readonly column: string;
  readonly descends: boolean;
  /** Empty for the default of the column's type. */
  readonly operatorClass: string;
}

/** Reads a constraint's or index's definition; undefined for one that is no key: a check, an exclusion, a foreign key. */
export function indexKeyOf({ kind, definition }: Fact): IndexKey | undefined {
  if (kind === 'constraint') {
    if (definition.type !== 'primary' && definition.type !== 'unique') return undefined;
    const key = readKey(String(definition.definition));
    if (key === undefined) return undefined;
    return {
      kind: definition.type,
      method: 'btree',
      elements: key.columns.map((column) => ({ column, descends: false, operatorClass: '' })),
      isBeyond: key.included.length > 0 || isWithoutOverlaps(key),
      where: '',
    };
  }
  const index = kind === 'index' ? readIndexMethod(String(definition.method)) : undefined;
  if (index === undefined) return undefined;
  const { method, elements, included, where } = index;
  return {
    kind: definition.unique === true ? 'unique' : 'index',
    method,
    elements: elements.map(elementOf),
    isBeyond: included.length > 0 || !elements.every(isPlain),
    where,
  };
}

/** Whether it is a column, and its operator class has no parameters. */
function isPlain({ column, operatorClass }: MethodElement): boolean {
  return column !== undefined && !operatorClass.includes('(');
}

function elementOf(element: MethodElement): IndexElement {
  const { text, column = text, operatorClass, descends } = element;
  if (!isPlain(element)) return { column: text, descends: false, operatorClass: '' };
  return { column, descends, operatorClass: operatorClass.replace(/^.*\./, '') };
}

/** What has to be equal for two keys to be one and the same but for their names. The history may refine an operator class. */
export function isSameKey(history: IndexKey, declared: IndexKey): boolean {
  return (
    history.kind === declared.kind &&
    history.method === declared.method &&
    history.where === declared.where &&
    history.elements.length === declared.elements.length &&
    history.elements.every((element, i) => {
      const other = declared.elements[i] as IndexElement;
      return (
        element.column === other.column &&
        element.descends === other.descends &&
        (other.operatorClass === '' || element.operatorClass === other.operatorClass)
      );
    })
  );
}

/** A foreign key in the terms of Prisma's language, SQL names unquoted but for the target's. */
export interface PrismaForeignKey {
  readonly columns: readonly string[];
  /** The referenced table, as a Schema names it. */
  readonly target: string;
  readonly referenced: readonly string[];
  readonly onUpdate: string;
  readonly onDelete: string;
}

/** Reads a foreign key; undefined for any other constraint. What Prisma cannot say (MATCH, DEFERRABLE) is left out. */
export function foreignKeyIn({ kind, definition }: Fact): PrismaForeignKey | undefined {
  if (kind !== 'constraint' || definition.type !== 'foreign') return undefined;
  const key = readForeignKey(String(definition.definition));
  if (key === undefined) return undefined;
  const names = (list: readonly string[]) => list.map((column) => splitIdentifier(column)[0] ?? column);
  const { columns, referenced: target, referencedColumns, onUpdate, onDelete } = key;
  return { columns: names(columns), target, referenced: names(referencedColumns), onUpdate, onDelete };
}

/** All of a foreign key that is compared, in one text; undefined for any other constraint. */
export function foreignKeyText(fact: Fact): string | undefined {
  const key = foreignKeyIn(fact);
  if (key === undefined) return undefined;
  const list = (columns: readonly string[]) => columns.map(quoteIdentifier).join(', ');
  return `(${list(key.columns)}) -> ${key.target}(${list(key.referenced)}) ON UPDATE ${key.onUpdate} ON DELETE ${key.onDelete}`;
}
