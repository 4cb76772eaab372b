import { byKind, stringsOf, walk } from './nodes.ts';
import { type Named, namedByList } from './relations.ts';

/** A relation that a statement names. */
export interface RelationNamed extends Named {
  /** The statement makes it as a temporary one. */
  readonly isTemporary: boolean;
}

/**
 * Every relation that statements name beyond the queries of a WITH, in order: those that they make, read, change, drop or speak
 * about. Composite types, whose trees look the same, are left out.
 */
export function relationsNamed(trees: readonly unknown[]): readonly RelationNamed[] {
  const queries = new Set<unknown>();
  const found: RelationNamed[] = [];
  walk(trees, (node, kind) => {
    if (kind === 'CommonTableExpr') queries.add(node.ctename);
    if (typeof node.relname === 'string' && kind !== 'typevar')
      found.push({
        schema: typeof node.schemaname === 'string' ? node.schemaname : undefined,
        name: node.relname,
        isTemporary: node.relpersistence === 't',
      });
    found.push(...listed(kind, node).map((parts) => ({ ...namedByList(parts), isTemporary: false })));
  });
  return found.filter(({ schema, name }) => schema !== undefined || !queries.has(name));
}

/** The relations that a node holds as lists of names. */
function listed(kind: string, node: object): readonly (readonly string[])[] {
  const { DropStmt, CommentStmt, SecLabelStmt, DefElem } = byKind({ [kind]: node });
  if (DropStmt !== undefined)
    return (DropStmt.objects ?? []).flatMap((object) => relationOf(DropStmt.removeType, object));
  if (DefElem?.defname === 'owned_by') return relationOf('OBJECT_COLUMN', DefElem.arg);
  const { objtype, object } = CommentStmt ?? SecLabelStmt ?? {};
  return relationOf(objtype, object);
}

const relations: ReadonlySet<unknown> = new Set([
  'OBJECT_FOREIGN_TABLE',
  'OBJECT_INDEX',
  'OBJECT_MATVIEW',
  'OBJECT_SEQUENCE',
  'OBJECT_TABLE',
  'OBJECT_VIEW',
]);

/** What is named behind its relation: `t.c`, `p ON t`. */
const parts: ReadonlySet<unknown> = new Set([
  'OBJECT_COLUMN',
  'OBJECT_POLICY',
  'OBJECT_RULE',
  'OBJECT_TABCONSTRAINT',
  'OBJECT_TRIGGER',
]);

/** The name of an object's relation, in a list of one; an empty list where it has none. */
function relationOf(type: unknown, object: unknown): readonly (readonly string[])[] {
  const names = stringsOf(object);
  if (relations.has(type) && names.length > 0) return [names];
  return parts.has(type) && names.length > 1 ? [names.slice(0, -1)] : [];
}
