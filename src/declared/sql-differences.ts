import { groupBy } from '../model/group-by.ts';
import { kindOf, nameOf, type ObjectId, objectId } from '../model/object-id.ts';
import type { Change } from '../model/plan.ts';
import type { Fact, FactKind, Schema } from '../model/schema.ts';
import type { Disagreement } from './disagreement.ts';
import { columnWords, isRequired } from './prisma/columns.ts';
import { keyWords } from './prisma/indexes.ts';

/** What a declaration often leaves out, and code does without. */
const minorKinds: ReadonlySet<FactKind> = new Set([
  'acl',
  'comment',
  'security-label',
  'default-privileges',
  'publication-table',
  'publication-schema',
  'role-setting',
  'statistics',
]);

/** The differences between a history and a schema declared in full, one for each object that stands by itself. */
export function sqlDisagreements(
  changes: readonly Change[],
  history: Schema,
  declared: Schema,
): readonly Disagreement[] {
  const byId = new Map(changes.map((change) => [change.id, change]));
  return [...groupBy(byId.keys(), (id) => leadOf(id, byId, history, declared))]
    .map(([lead, ids]) => disagreementOf(lead, ids, byId, history, declared))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.what < b.what ? -1 : 1));
}

/** The object that a change is told with: what it comes and goes with, and for a default its column. */
function leadOf(
  id: ObjectId,
  changes: ReadonlyMap<ObjectId, Change>,
  history: Schema,
  declared: Schema,
): ObjectId {
  const fact = declared.facts.get(id) ?? history.facts.get(id);
  const owned = fact === undefined ? undefined : columnBehind(fact, history, declared);
  if (owned !== undefined && owned !== id) return leadOf(owned, changes, history, declared);
  const parent = fact?.parent;
  if (parent === undefined) return id;
  const change = changes.get(parent);
  const isWhole = change !== undefined && change.kind !== 'alter';
  return isWhole ? leadOf(parent, changes, history, declared) : id;
}

/** A default, and the sequence that it takes its values from, are told with their column. */
function columnBehind(fact: Fact, history: Schema, declared: Schema): ObjectId | undefined {
  if (fact.kind === 'default') return fact.parent;
  if (fact.kind === 'sequence-owner') return objectId('column', String(fact.definition.column));
  if (fact.kind !== 'sequence') return undefined;
  const owner = objectId('sequence-owner', fact.name);
  const column = (declared.facts.get(owner) ?? history.facts.get(owner))?.definition.column;
  return column === undefined ? undefined : objectId('column', String(column));
}

function disagreementOf(
  lead: ObjectId,
  ids: readonly ObjectId[],
  changes: ReadonlyMap<ObjectId, Change>,
  history: Schema,
  declared: Schema,
): Disagreement {
  const change = changes.get(lead);
  const [had, wanted] = [history.facts.get(lead), declared.facts.get(lead)];
  const what = kindOf(lead);
  const kind = change?.kind === 'create' ? 'missing' : change?.kind === 'drop' ? 'extra' : 'different';
  const historyWords = had === undefined ? undefined : factWords(had, history);
  const declaredWords = wanted === undefined ? undefined : factWords(wanted, declared);
  return {
    kind,
    what,
    name: (had ?? wanted)?.name ?? nameOf(lead),
    ...(had === undefined ? {} : { history: had }),
    ...(wanted === undefined ? {} : { declared: wanted }),
    ...(historyWords === undefined ? {} : { historyWords }),
    ...(declaredWords === undefined ? {} : { declaredWords }),
    aspects: kind === 'different' ? aspectsOf(ids, changes) : [],
    ids,
    ...(kind === 'extra' && what === 'column' ? { isRequired: isRequired(history, had as Fact) } : {}),
    isMinor: minorKinds.has(what),
  };
}

function aspectsOf(ids: readonly ObjectId[], changes: ReadonlyMap<ObjectId, Change>): readonly string[] {
  const aspects = ids.flatMap((id) => {
    const change = changes.get(id);
    if (kindOf(id) === 'default') return ['default'];
    return change?.kind === 'alter' ? change.properties.map(spaced) : [kindOf(id)];
  });
  return [...new Set(aspects)];
}

/** `notNull` as people write it. */
function spaced(property: string): string {
  return property.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** A definition in few words; undefined for what takes many. */
export function factWords(fact: Fact, { facts }: Schema): string | undefined {
  if (fact.kind === 'column') return columnWords({ facts }, fact);
  if (fact.kind === 'constraint' || fact.kind === 'index') return keyWords(fact);
  if (fact.kind === 'enum') return (fact.definition.labels as readonly string[]).join(', ');
  return undefined;
}
