import { type ObjectId, objectId } from '../../model/object-id.ts';
import type { Fact, FactKind } from '../../model/schema.ts';
import { withoutSignature } from '../../postgres/identifier.ts';
import type { Comparison, Relations } from '../comparison.ts';
import { foreignKeyText } from './keys.ts';

const kinds: readonly FactKind[] = ['view', 'materialized-view', 'foreign-table'];

/** What the history has in place of a declared table: a view, or a table of another server. */
export function standInOf({ facts }: Relations, name: string): Fact | undefined {
  return kinds.map((kind) => facts.get(objectId(kind, name))).find((fact) => fact !== undefined);
}

/** Whether the history lets a declared key be made: none can refer to a view that stands for a model. */
export function canBeMade(history: Relations, fact: Fact): boolean {
  const key = foreignKeyText(fact);
  if (key === undefined) return true;
  const target = key.slice(key.indexOf(') -> ') + ') -> '.length);
  return standInOf(history, withoutSignature(target)) === undefined;
}

/** The tables of the history that its views of declared names read: while those stay, these do. */
export function tablesBehind({ history, outline }: Comparison): ReadonlySet<ObjectId> {
  const reached = new Set<ObjectId>();
  const open = outline.shapes.flatMap(({ sqlName }) => standInOf(history, sqlName) ?? []);
  for (let fact = open.pop(); fact !== undefined; fact = open.pop()) {
    if (reached.has(fact.id)) continue;
    reached.add(fact.id);
    const below = fact.kind === 'table' ? [] : fact.dependsOn;
    const parent = fact.parent === undefined ? [] : [fact.parent];
    for (const id of [...below, ...parent]) {
      const next = history.facts.get(id);
      if (next !== undefined) open.push(next);
    }
  }
  return reached;
}

/** Prisma never makes views, so that nothing notices where the schema and the history disagree on one. */
export function compareViews({ outline, history, found }: Comparison): void {
  for (const shape of outline.shapes) {
    if (shape.kind !== 'view') continue;
    const view = (['view', 'materialized-view', 'table', 'foreign-table'] as const)
      .map((kind) => history.facts.get(objectId(kind, shape.sqlName)))
      .find((fact) => fact !== undefined);
    if (view === undefined) {
      found.push({
        kind: 'missing',
        what: 'view',
        name: shape.sqlName,
        aspects: [],
        ids: [],
        isMinor: false,
      });
      continue;
    }
    const columns = view.definition.columns as readonly string[] | undefined;
    if (columns === undefined) continue;
    const named = columns.map((column) => /^"(?:[^"]|"")+"|^\S+/.exec(column)?.[0]?.replaceAll('"', ''));
    const isModel = (type: string | undefined) =>
      outline.shapes.some(({ kind, name }) => kind !== 'enum' && name === type);
    const missing = shape.fields.filter(({ column, type }) => !isModel(type) && !named.includes(column));
    if (missing.length === 0) continue;
    found.push({
      kind: 'different',
      what: view.kind,
      name: view.name,
      history: view,
      aspects: missing.map(({ column }) => `no column ${column}`),
      ids: [],
      isMinor: false,
    });
  }
}
