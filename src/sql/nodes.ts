import type { Node } from '@pgsql/types';

/** A node of a parse tree, whatever its kind. */
export type AnyNode = Readonly<Record<string, unknown>>;

type KeysOf<One> = One extends unknown ? keyof One : never;

/** What a node can be: `AlterTableStmt`, `ColumnDef`, `String` ... */
export type NodeKind = KeysOf<Node>;

/** The fields of the nodes of one kind. */
export type NodeOf<Kind extends NodeKind> = Extract<Node, Record<Kind, unknown>>[Kind];

/** A node under its kind; every other kind is undefined. */
type NodeByKind = { readonly [Kind in NodeKind]?: NodeOf<Kind> };

/** Reads a node of unknown kind: `byKind(node).ColumnDef` is the column, or undefined where the node is something else. */
export function byKind(node: unknown): NodeByKind {
  return (node ?? {}) as NodeByKind;
}

/**
 * Calls `see` for a node and every node below it, with the field or the kind that it stands under. Calls no function for each
 * level: a text that is joined from thousands of lines is a tree of as many levels.
 */
export function walk(value: unknown, see: (node: AnyNode, kind: string) => void, kind = ''): void {
  const open: (readonly [value: unknown, kind: string])[] = [[value, kind]];
  for (let here = open.pop(); here !== undefined; here = open.pop()) {
    const [node, under] = here;
    if (node === null || typeof node !== 'object') continue;
    if (!Array.isArray(node)) see(node as AnyNode, under);
    const children = Array.isArray(node)
      ? node.map((item) => [item, under] as const)
      : Object.entries(node).map(([key, child]) => [child, key] as const);
    for (const child of children.reverse()) open.push(child);
  }
}

/** The text of a String node; undefined for any other. */
export function stringOf(node: unknown): string | undefined {
  return byKind(node).String?.sval;
}

/** The texts of the String nodes in a list, as the parts of a name are given: an array of nodes, or a List node. */
export function stringsOf(list: unknown): readonly string[] {
  return itemsOf(list).flatMap((node) => stringOf(node) ?? []);
}

/** The text of the last node in such a list; undefined where that is no String. */
export function lastString(list: unknown): string | undefined {
  return stringOf(itemsOf(list).at(-1));
}

function itemsOf(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? list : (byKind(list).List?.items ?? []);
}

/** The value of an option such as `(VERBOSE, FULL false)` as a word: `true`, `0`, `heap`; empty where none is given. */
export function optionWord(value: unknown): string {
  const { String: word, Boolean: truth, Integer: number } = byKind(value);
  if (truth !== undefined) return String(truth.boolval ?? false);
  if (number !== undefined) return String(number.ival ?? 0);
  return word?.sval ?? '';
}
