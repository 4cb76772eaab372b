import { objectId } from '../../model/object-id.ts';
import type { Definition, Fact, Schema } from '../../model/schema.ts';
import { lastPart } from '../../postgres/identifier.ts';
import { adopt, type Comparison } from '../comparison.ts';
import type { Disagreement } from '../disagreement.ts';
import { fieldNamed, shapeNamed } from './outline.ts';
import { defaultKey, isTypeAskedFor } from './values.ts';

/** Compares the columns of a table that both sides have, with their defaults, and brings the goal's to what is declared. */
export function compareColumns(comparison: Comparison, table: Fact): void {
  const { history, declared, facts, found } = comparison;
  const columns = (side: Comparison['history']) =>
    side.childrenOf(table.id).filter(({ kind }) => kind === 'column');
  for (const column of columns(declared)) {
    const own = history.facts.get(column.id);
    if (own !== undefined) {
      compareColumn(comparison, own, column);
      continue;
    }
    found.push({ ...missing(comparison, column), ids: adopt(comparison, column) });
  }
  for (const column of columns(history)) {
    if (declared.facts.has(column.id)) continue;
    facts.delete(column.id);
    found.push({
      kind: 'extra',
      what: 'column',
      name: column.name,
      history: column,
      historyWords: columnWords(comparison.history, column),
      aspects: [],
      ids: [column.id],
      isRequired: isRequired(comparison.history, column),
      isMinor: false,
    });
  }
}

function missing(comparison: Comparison, column: Fact): Disagreement {
  return {
    kind: 'missing',
    what: 'column',
    name: column.name,
    declared: column,
    declaredWords: columnWords(comparison.declared, column),
    aspects: [],
    ids: [],
    isMinor: false,
  };
}

/** Whether an INSERT that leaves the column out fails. */
export function isRequired(side: Pick<Schema, 'facts'>, column: Fact): boolean {
  const { notNull, identity, generated } = column.definition;
  return (
    notNull === true &&
    identity === undefined &&
    generated === undefined &&
    defaultOf(side, column) === undefined
  );
}

/** `character varying(20) NOT NULL DEFAULT 'x'`. */
export function columnWords(side: Pick<Schema, 'facts'>, column: Fact): string {
  const expression = defaultOf(side, column)?.definition.expression;
  const { type, notNull, identity, generated } = column.definition;
  return [
    type,
    ...(notNull === true ? ['NOT NULL'] : []),
    ...(identity === undefined ? [] : [`GENERATED ${identity} AS IDENTITY`]),
    ...(generated === undefined
      ? []
      : [`GENERATED ALWAYS AS (${column.definition.expression}) ${generated}`]),
    ...(expression === undefined ? [] : [`DEFAULT ${expression}`]),
  ].join(' ');
}

function defaultOf(side: Pick<Schema, 'facts'>, column: Fact): Fact | undefined {
  return side.facts.get(objectId('default', column.name));
}

function compareColumn(comparison: Comparison, history: Fact, declared: Fact): void {
  const aspects = columnAspects(comparison, history, declared);
  comparison.twins.set(history.id, declared);
  if (aspects.length === 0) return;
  const before = defaultOf(comparison.history, history);
  const after = defaultOf(comparison.declared, declared);
  const ids = [history.id];
  comparison.facts.set(history.id, {
    ...history,
    definition: movedDefinition(history.definition, declared.definition, aspects),
    dependsOn: aspects.includes('type') ? declared.dependsOn : history.dependsOn,
  });
  if (aspects.includes('default')) {
    if (before !== undefined) {
      ids.push(before.id);
      comparison.facts.delete(before.id);
      dropSequence(comparison, history, before);
    }
    if (after !== undefined) ids.push(...adoptDefault(comparison, declared, after));
  } else if (aspects.includes('type') && before !== undefined && after !== undefined) {
    // The same value reads otherwise in another type.
    ids.push(before.id);
    if (defaultKey(String(after.definition.expression)) !== 'autoincrement()')
      comparison.facts.set(after.id, after);
  }
  comparison.found.push({
    kind: 'different',
    what: 'column',
    name: history.name,
    history,
    declared,
    historyWords: columnWords(comparison.history, history),
    declaredWords: columnWords(comparison.declared, declared),
    aspects,
    ids,
    isMinor: false,
  });
}

function columnAspects(comparison: Comparison, history: Fact, declared: Fact): readonly string[] {
  const aspects: string[] = [];
  const [had, wanted] = [history.definition, declared.definition];
  const baseOf = (type: string) => {
    const domain = objectId('domain', type);
    const base = (comparison.history.facts.get(domain) ?? comparison.declared.facts.get(domain))?.definition
      .base;
    return base === undefined ? undefined : String(base);
  };
  if (!isTypeAskedFor(String(had.type), String(wanted.type), baseOf)) aspects.push('type');
  const isList = String(wanted.type).endsWith('[]');
  if (!isList && (had.notNull ?? false) !== (wanted.notNull ?? false)) aspects.push('not null');
  if (hasOtherDefault(comparison, history, declared)) aspects.push('default');
  return aspects;
}

function hasOtherDefault(comparison: Comparison, history: Fact, declared: Fact): boolean {
  if (history.definition.generated !== undefined || isDefaultUntold(comparison, declared)) return false;
  const key = (side: Comparison['history'], column: Fact) =>
    column.definition.identity !== undefined
      ? 'autoincrement()'
      : defaultKey(defaultOf(side, column)?.definition.expression as string | undefined);
  return key(comparison.history, history) !== key(comparison.declared, declared);
}

/** `@default(dbgenerated())` says that there is a default, and not which. */
function isDefaultUntold({ outline }: Comparison, column: Fact): boolean {
  const shape = shapeNamed(outline, column.parent?.slice('table:'.length) ?? '');
  const field = shape && fieldNamed(shape, lastPart(column.name));
  return field !== undefined && /@default\(\s*dbgenerated\(\s*(?:""\s*)?\)/.test(field.attributes);
}

/** The history's column in what nobody declares; the declared one in what differs. */
function movedDefinition(had: Definition, wanted: Definition, aspects: readonly string[]): Definition {
  const left = aspects.flatMap((aspect) => propertiesBehind[aspect] ?? []);
  const kept = Object.entries(had).filter(([property]) => !left.some((start) => property.startsWith(start)));
  const moved: Record<string, Definition[string]> = Object.fromEntries(kept);
  if (aspects.includes('type')) moved.type = wanted.type;
  if (aspects.includes('not null') && wanted.notNull === true) moved.notNull = true;
  return moved;
}

/** How the properties begin that a definition loses where such an aspect is declared otherwise. */
const propertiesBehind: Readonly<Record<string, readonly string[]>> = {
  type: ['type', 'collation'],
  default: ['identity'],
  'not null': ['notNull'],
};

/** A sequence that was there for the default alone goes with it. */
function dropSequence({ facts, history }: Comparison, column: Fact, { dependsOn }: Fact): void {
  for (const id of dependsOn) {
    const owner = history.facts.get(objectId('sequence-owner', id.slice(id.indexOf(':') + 1)));
    if (owner?.definition.column !== column.name) continue;
    facts.delete(owner.id);
    facts.delete(id);
  }
}

function adoptDefault(comparison: Comparison, column: Fact, after: Fact): readonly Fact['id'][] {
  const ids = [...adopt(comparison, after)];
  for (const owner of comparison.declared.facts.values()) {
    if (owner.kind !== 'sequence-owner' || owner.definition.column !== column.name) continue;
    const sequence = comparison.declared.facts.get(owner.parent as Fact['id']);
    if (sequence !== undefined) ids.push(...adopt(comparison, sequence));
  }
  return ids;
}
