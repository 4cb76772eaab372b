import { groupBy } from '../model/group-by.ts';
import type { MigrationTrace, ObjectEvent } from '../model/trace.ts';
import { count } from '../model/words.ts';
import { bareName, splitLast } from '../postgres/identifier.ts';

/** Objects of one type to which a migration did the same. */
export interface Touched {
  readonly verb: 'creates' | 'alters' | 'renames' | 'drops';
  /** `table`, `column`, `function` ... */
  readonly type: string;
  /** Without `public.`; a rename as `old → new`. */
  readonly names: readonly string[];
}

const verbs = { create: 'creates', alter: 'alters', rename: 'renames', drop: 'drops' } as const;

/** The objects that a migration made, altered, renamed or dropped. Objects that came or went along with another are left out. */
export function touchedObjects(told: MigrationTrace): readonly Touched[] {
  const events = told.statements.flatMap((statement) => statement.events);
  const created = new Set(events.filter(({ action }) => action === 'create').map(({ key }) => key));
  const relations = createdRelations(events);
  const groups = new Map<string, { verb: Touched['verb']; type: string; names: Set<string> }>();
  for (const event of events) {
    if (event.implied === true || isPartOfNew(event, relations)) continue;
    if (event.action === 'alter' && created.has(event.key)) continue;
    const verb = verbs[event.action];
    const type = event.type === 'table column' ? 'column' : event.type;
    const id = `${verb} ${type}`;
    const group = groups.get(id) ?? { verb, type, names: new Set() };
    groups.set(id, group);
    group.names.add(nameOf(event));
  }
  const order = Object.values(verbs) as readonly string[];
  return [...groups.values()]
    .sort((a, b) => order.indexOf(a.verb) - order.indexOf(b.verb))
    .map(({ names, ...rest }) => ({ ...rest, names: [...names] }));
}

/** Names of the tables and views that were made. */
function createdRelations(events: readonly ObjectEvent[]): ReadonlySet<string> {
  return new Set(
    events
      .filter(({ action, type }) => action === 'create' && /\b(?:table|view)$/.test(type))
      .map(({ identity }) => identity),
  );
}

/** A column that came with its table or view is not worth a word of its own. */
function isPartOfNew({ action, type, identity }: ObjectEvent, created: ReadonlySet<string>): boolean {
  return action === 'create' && type === 'table column' && created.has(tableOf(identity));
}

/** `creates 2 tables, 1 index; drops 1 view`. */
export function touchedSummary(touched: readonly Touched[]): string {
  return sentences(touched, ({ type, names }) => count(names.length, type));
}

const mostNames = 4;

/** `creates 2 tables (a, b); renames c → d; drops 1 view (e)`. */
export function touchedByName(touched: readonly Touched[]): string {
  return sentences(touched, ({ verb, type, names }) => {
    const shown = `${names.slice(0, mostNames).join(', ')}${names.length > mostNames ? ', …' : ''}`;
    return verb === 'renames' ? shown : `${count(names.length, type)} (${shown})`;
  });
}

function sentences(touched: readonly Touched[], words: (one: Touched) => string): string {
  return [...groupBy(touched, ({ verb }) => verb)]
    .map(([verb, alike]) => `${verb} ${alike.map(words).join(', ')}`)
    .join('; ');
}

/** The table in `public.t.column`. */
export function tableOf(identity: string): string {
  return splitLast(identity)[0];
}

function nameOf({ type, identity, was, action }: ObjectEvent): string {
  const name = shortName(type, identity);
  if (action !== 'rename' || was === undefined) return name;
  return `${shortName(type, was)} → ${bareName(identity)}`;
}

/** A name as people say it: without `public`, and without PostgreSQL's own schema in the arguments of a function. */
function shortName(type: string, identity: string): string {
  if (type === 'extension' || type === 'schema') return identity;
  const name = identity.replace(/^public\./, '').replace(/ on public\./, ' on ');
  const isCalled = /^(?:function|procedure|aggregate)$/.test(type);
  return isCalled ? name.replaceAll('pg_catalog.', '').replaceAll(/,(?=\S)/g, ', ') : name;
}
