import type { Lock, LockMode, Notice, ObjectEvent, StatementTrace } from '../model/trace.ts';
import { quoteIdentifier, splitIdentifier } from '../postgres/identifier.ts';
import { lockModes } from '../postgres/locks.ts';
import { readMessage, type WatchMessage } from './watch.ts';

/** What is known of one statement so far; `finish` turns it into a StatementTrace. */
export type Seen = Pick<
  StatementTrace,
  'ms' | 'rewrites' | 'verifies' | 'indexBuilds' | 'events' | 'notices'
> & {
  readonly held: readonly { readonly oid: number; readonly mode: LockMode }[];
};

/**
 * Turns the watch's messages into what each statement did. It remembers, over a whole history, which object bears which
 * name, since a rename is told only by the new one.
 */
export interface Recorder {
  /** To be called before each send; `at` is the wall clock in milliseconds. */
  begin(at: number): void;
  take(notice: Notice): void;
  /** What was seen since the last mark, for a statement that no mark follows (it failed, or runs alone). */
  flush(at: number): Seen;
  /** Statements that marks have told of since `begin`, by number. */
  readonly marked: ReadonlyMap<number, Seen>;
  /** Relations whose names are still needed to print their locks. */
  unknownRelations(): readonly number[];
  learnRelation(oid: number, relation: string, relkind: string): void;
  locks(seen: Seen): readonly Lock[];
  /** Brings the memory to where it was after these events, which an earlier run saw. */
  remember(events: readonly ObjectEvent[]): void;
  /** Forgets what was told since `begin`, because it was rolled back. */
  takeBack(): void;
  /** Every relation up to this oid existed before; see pg_class.oid. */
  raiseHorizon(oid: number): void;
}

interface Buffer {
  events: ObjectEvent[];
  notices: Notice[];
  rewrites: string[];
  verifies: string[];
  indexBuilds: string[];
}

const mostNotices = 20;
const relationClass = 1259;
const relkindOfType: Readonly<Record<string, string>> = {
  table: 'r',
  index: 'i',
  view: 'v',
  'materialized view': 'm',
  sequence: 'S',
  'foreign table': 'f',
};

export function createRecorder(): Recorder {
  const names = new Map<string, string>();
  const columns = new Map<string, Map<string, string>>();
  const relations = new Map<number, { relation: string; relkind: string }>();
  const unknown = new Set<number>();
  let marked = new Map<number, Seen>();
  let held = new Set<string>();
  let since = 0;
  let buffer = emptyBuffer();
  let horizon = 0;
  let newest = 0;
  let undo: (() => void)[] = [];

  function put<Value>(map: Map<string, Value>, key: string, value: Value | undefined): void {
    const before = map.get(key);
    undo.push(() => (before === undefined ? map.delete(key) : map.set(key, before)));
    if (value === undefined) map.delete(key);
    else map.set(key, value);
  }

  function meet(oid: number): void {
    if (oid > newest) newest = oid;
  }

  function seen(until: number, locks: Seen['held']): Seen {
    const done = { ...buffer, ms: Math.max(0, until - since), held: locks };
    buffer = emptyBuffer();
    return done;
  }

  function takeMark(mark: Extract<WatchMessage, { kind: 'mark' }>): void {
    marked.set(mark.index, seen(mark.at, mark.held === undefined ? [] : takeLocks(mark.held)));
    since = mark.until;
  }

  /** The locks that were not held at the last reading. */
  function takeLocks(told: string): Seen['held'] {
    const now = new Set(told === '' ? [] : told.split(','));
    const taken: { oid: number; mode: LockMode }[] = [];
    for (const lock of now) {
      if (held.has(lock)) continue;
      const space = lock.indexOf(' ');
      const oid = Number(lock.slice(0, space));
      meet(oid);
      if (oid > horizon) continue;
      taken.push({ oid, mode: lock.slice(space + 1) as LockMode });
      if (!relations.has(oid)) unknown.add(oid);
    }
    held = now;
    return taken;
  }

  function takeCommand(command: Extract<WatchMessage, { kind: 'command' }>): void {
    if (command.classId === 0 || command.identity === '' || command.identity.startsWith('pg_temp')) return;
    const key = `${command.classId}/${command.objectId}/0`;
    const isRelation = command.classId === relationClass;
    const relationName = command.subId === 0 ? command.identity : (names.get(key) ?? '');
    if (isRelation) {
      meet(command.objectId);
      const relkind = relkindOfType[command.type];
      if (relkind !== undefined) relations.set(command.objectId, { relation: command.identity, relkind });
    }
    if (command.subId === 0) buffer.events.push(objectEvent(command, key));
    if (isRelation && command.columns !== null) takeColumns(command, key, relationName);
  }

  function objectEvent(command: Extract<WatchMessage, { kind: 'command' }>, key: string): ObjectEvent {
    const before = names.get(key);
    put(names, key, command.identity);
    const { type, identity } = command;
    if (before === undefined) {
      return {
        action: command.tag.startsWith('CREATE') || command.tag.startsWith('SELECT') ? 'create' : 'alter',
        type,
        identity,
        key,
      };
    }
    if (before !== identity) return { action: 'rename', type, identity, was: before, key };
    return { action: 'alter', type, identity, key };
  }

  function takeColumns(
    command: Extract<WatchMessage, { kind: 'command' }>,
    key: string,
    relation: string,
  ): void {
    const before = columns.get(key) ?? new Map<string, string>();
    const after = new Map(Object.entries(command.columns ?? {}));
    put(columns, key, after);
    const base = relation === '' ? command.identity.slice(0, command.identity.lastIndexOf('.')) : relation;
    for (const [number, name] of after) {
      const was = before.get(number);
      if (was === name) continue;
      const columnKey = `${relationClass}/${command.objectId}/${number}`;
      const identity = `${base}.${quoteIdentifier(name)}`;
      buffer.events.push(
        was === undefined
          ? { action: 'create', type: 'table column', identity, key: columnKey }
          : {
              action: 'rename',
              type: 'table column',
              identity,
              was: `${base}.${quoteIdentifier(was)}`,
              key: columnKey,
            },
      );
    }
  }

  function takeDrop(drop: Extract<WatchMessage, { kind: 'drop' }>): void {
    if (isShadow(drop.type, drop.original)) return;
    const key = `${drop.classId}/${drop.objectId}/${drop.subId}`;
    if (drop.classId === relationClass && drop.subId === 0) {
      meet(drop.objectId);
      if (!relations.has(drop.objectId))
        relations.set(drop.objectId, { relation: drop.identity, relkind: relkindOfType[drop.type] ?? 'r' });
    }
    if (drop.classId === relationClass && drop.subId !== 0) {
      const relationKey = `${relationClass}/${drop.objectId}/0`;
      const left = new Map(columns.get(relationKey));
      left.delete(String(drop.subId));
      put(columns, relationKey, left);
    }
    put(names, key, undefined);
    buffer.events.push({
      action: 'drop',
      type: drop.type,
      identity: drop.identity,
      key,
      ...(drop.original ? {} : { implied: true }),
    });
  }

  return {
    begin(at) {
      marked = new Map();
      held = new Set();
      buffer = emptyBuffer();
      since = at;
      undo = [];
      horizon = Math.max(horizon, newest);
    },
    take(notice) {
      if (notice.severity !== 'DEBUG') {
        if (buffer.notices.length < mostNotices && notice.severity !== 'LOG') buffer.notices.push(notice);
        return;
      }
      const message = readMessage(notice.message);
      if (message === undefined) return;
      if (message.kind === 'mark') takeMark(message);
      else if (message.kind === 'command') takeCommand(message);
      else if (message.kind === 'drop') takeDrop(message);
      else if (message.kind === 'rewrite') {
        buffer.rewrites.push(relations.get(message.objectId)?.relation ?? String(message.objectId));
      } else if (message.kind === 'verify') buffer.verifies.push(message.table);
      else if (!message.table.startsWith('pg_toast')) buffer.indexBuilds.push(message.index);
    },
    flush(at) {
      return seen(at, []);
    },
    get marked() {
      return marked;
    },
    unknownRelations() {
      const asked = [...unknown].filter((oid) => !relations.has(oid));
      // What cannot be learned now is gone, and will not come back.
      unknown.clear();
      return asked;
    },
    learnRelation(oid, relation, relkind) {
      relations.set(oid, { relation, relkind });
    },
    locks(seen) {
      return strongest(
        seen.held.flatMap(({ oid, mode }) => {
          const known = relations.get(oid);
          return known === undefined || known.relkind === 't' ? [] : [{ ...known, mode }];
        }),
      );
    },
    remember(events) {
      for (const event of events) {
        const [classId, oid, sub] = event.key.split('/') as [string, string, string];
        if (Number(classId) === relationClass && sub !== '0') {
          const key = `${classId}/${oid}/0`;
          const known = columns.get(key) ?? new Map<string, string>();
          columns.set(key, known);
          if (event.action === 'drop') known.delete(sub);
          else known.set(sub, splitIdentifier(event.identity).at(-1) as string);
          continue;
        }
        if (event.action === 'drop') names.delete(event.key);
        else names.set(event.key, event.identity);
        const relkind = relkindOfType[event.type];
        if (Number(classId) === relationClass && relkind !== undefined) {
          relations.set(Number(oid), { relation: event.identity, relkind });
        }
      }
    },
    takeBack() {
      for (const step of undo.reverse()) step();
      undo = [];
    },
    raiseHorizon(oid) {
      horizon = Math.max(horizon, oid);
      newest = Math.max(newest, oid);
    },
  };
}

function emptyBuffer(): Buffer {
  return { events: [], notices: [], rewrites: [], verifies: [], indexBuilds: [] };
}

/** What PostgreSQL makes beside another object; its story is that object's. */
function isShadow(type: string, original: boolean): boolean {
  return (
    type === 'toast table' ||
    type === 'default value' ||
    type === 'index column' ||
    (!original && /^(type|rule)$/.test(type))
  );
}

function strongest(locks: readonly Lock[]): readonly Lock[] {
  const best = new Map<string, Lock>();
  for (const lock of locks) {
    if (lock.mode === 'AccessShareLock' && lock.relkind !== 'r') continue;
    const known = best.get(lock.relation);
    if (known === undefined || lockModes.indexOf(lock.mode) > lockModes.indexOf(known.mode))
      best.set(lock.relation, lock);
  }
  return [...best.values()].sort((a, b) => (a.relation < b.relation ? -1 : 1));
}
