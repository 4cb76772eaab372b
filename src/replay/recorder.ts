import type { Lock, Notice, ObjectEvent, StatementTrace } from '../model/trace.ts';
import { bareName, quoteIdentifier, splitLast } from '../postgres/identifier.ts';
import { HeldLocks, type ServerLock } from './held-locks.ts';
import { ObjectNames, relationClass } from './object-names.ts';
import { type CommandMessage, type DropMessage, readMessage, type WatchMessage } from './watch.ts';

/** What the watch told of one statement. */
export type Seen = Pick<StatementTrace, 'ms' | 'rewrites' | 'indexBuilds' | 'events' | 'notices'> & {
  readonly held: readonly ServerLock[];
  /** The tables of which every row was checked, as the server tells them: unquoted and without their schemas. */
  readonly checked: readonly string[];
  /** The partitions that were not read, told likewise. */
  readonly spared: readonly string[];
  /** Of each index that was built the table, as the server tells it. */
  readonly indexed: readonly string[];
  /** Where tables were told of like that, the relations that may have been meant: those that were locked or altered. */
  readonly near: readonly number[];
};

interface Buffer {
  readonly events: ObjectEvent[];
  readonly notices: Notice[];
  readonly rewrites: string[];
  readonly checked: string[];
  readonly spared: string[];
  readonly altered: number[];
  readonly indexBuilds: string[];
  readonly indexed: string[];
}

const mostNotices = 20;
const relkindOfType: Readonly<Record<string, string>> = {
  table: 'r',
  index: 'i',
  view: 'v',
  'materialized view': 'm',
  sequence: 'S',
  'foreign table': 'f',
};

/** Turns the watch's messages into what each statement did. One recorder serves a whole history. */
export class Recorder {
  private readonly names = new ObjectNames();
  private readonly locks = new HeldLocks();
  private told = new Map<number, Seen>();
  private since = 0;
  private buffer = emptyBuffer();

  /** To be called before each send; `at` is the wall clock in milliseconds. */
  begin(at: number): void {
    this.names.begin();
    this.locks.begin();
    this.told = new Map();
    this.buffer = emptyBuffer();
    this.since = at;
  }

  take(notice: Notice): void {
    const { notices } = this.buffer;
    if (notice.severity === 'DEBUG') {
      const message = readMessage(notice.message);
      if (message !== undefined) this.takeMessage(message);
    } else if (notices.length < mostNotices && notice.severity !== 'LOG') notices.push(notice);
  }

  /** Statements that marks have told of since `begin`, by number. */
  get marked(): ReadonlyMap<number, Seen> {
    return this.told;
  }

  /** What was seen since the last mark: of a statement that no mark follows, because it failed or runs alone. */
  flush(at: number): Seen {
    return this.seen(at, []);
  }

  /** Forgets what was told since `begin`, because it was rolled back. */
  takeBack(): void {
    this.names.takeBack();
  }

  /** Restores the remembered names to their state after these events, which an earlier run saw. */
  remember(events: readonly ObjectEvent[]): void {
    for (const event of events) {
      this.names.remember(event);
      const [classId, oid, subId] = event.key.split('/').map(Number);
      const relkind = relkindOfType[event.type];
      if (classId === relationClass && subId === 0 && relkind !== undefined)
        this.locks.learn(oid as number, event.identity, relkind);
    }
  }

  /** The oid of the newest relation that was met. */
  get newest(): number {
    return this.locks.newest;
  }

  /** Every relation up to this oid existed before; see pg_class.oid. */
  raiseHorizon(oid: number): void {
    this.locks.raiseHorizon(oid);
  }

  /** Relations whose names are still needed to print their locks. */
  unknownRelations(): readonly number[] {
    return this.locks.unknownRelations();
  }

  learnRelation(oid: number, relation: string, relkind: string): void {
    this.locks.learn(oid, relation, relkind);
  }

  locksOf({ held }: Seen): readonly Lock[] {
    return this.locks.describe(held);
  }

  /** The tables of which every row was checked, qualified where a relation of that name is known to have been there. */
  verifiedBy({ checked, near }: Seen): readonly string[] {
    return this.qualified(checked, near);
  }

  /** Of each index that was built the table, qualified likewise. */
  indexedBy({ indexed, near }: Seen): readonly string[] {
    return this.qualified(indexed, near);
  }

  private qualified(tables: readonly string[], near: readonly number[]): readonly string[] {
    const names = near.flatMap((oid) => this.locks.nameOf(oid) ?? []);
    return tables.map(
      (table) => names.find((relation) => bareName(relation) === table) ?? quoteIdentifier(table),
    );
  }

  private takeMessage(message: WatchMessage): void {
    const { buffer } = this;
    switch (message.kind) {
      case 'mark':
        this.takeMark(message);
        break;
      case 'command':
        this.takeCommand(message);
        break;
      case 'drop':
        this.takeDrop(message);
        break;
      case 'rewrite':
        buffer.rewrites.push(this.locks.nameOf(message.objectId) ?? String(message.objectId));
        break;
      case 'verify':
        buffer.checked.push(message.table);
        break;
      case 'spare':
        buffer.spared.push(message.partition);
        break;
      case 'index-build':
        if (message.table.startsWith('pg_toast')) break;
        buffer.indexBuilds.push(message.index);
        buffer.indexed.push(message.table);
    }
  }

  private takeMark({ index, at, until, held }: Extract<WatchMessage, { kind: 'mark' }>): void {
    this.told.set(index, this.seen(at, held === undefined ? [] : this.locks.take(held)));
    this.since = until;
  }

  private takeCommand(command: CommandMessage): void {
    const { classId, objectId, identity } = command;
    if (classId === 0 || identity === '' || identity.startsWith('pg_temp')) return;
    if (classId === relationClass) {
      this.locks.meet(objectId);
      this.buffer.altered.push(objectId);
      const relkind = relkindOfType[command.type];
      if (relkind !== undefined) this.locks.learn(objectId, identity, relkind);
    }
    this.buffer.events.push(...this.names.command(command));
  }

  private takeDrop(drop: DropMessage): void {
    if (isShadow(drop.type, drop.original)) return;
    if (drop.classId === relationClass && drop.subId === 0) {
      this.locks.meet(drop.objectId);
      if (!this.locks.isKnown(drop.objectId))
        this.locks.learn(drop.objectId, drop.identity, relkindOfType[drop.type] ?? 'r');
    }
    this.buffer.events.push(this.names.drop(drop));
  }

  private seen(until: number, held: readonly ServerLock[]): Seen {
    const events = withoutImpliedDefaults(this.buffer.events);
    const { notices, rewrites, checked, spared, altered, indexBuilds, indexed } = this.buffer;
    const isNamed = checked.length > 0 || indexed.length > 0;
    const near = isNamed ? [...held.map(({ oid }) => oid), ...this.locks.heldRelations, ...altered] : [];
    this.buffer = emptyBuffer();
    return {
      ms: Math.max(0, until - this.since),
      events,
      notices,
      rewrites,
      checked,
      spared,
      near,
      indexBuilds,
      indexed,
      held,
    };
  }
}

function emptyBuffer(): Buffer {
  return {
    events: [],
    notices: [],
    rewrites: [],
    checked: [],
    spared: [],
    altered: [],
    indexBuilds: [],
    indexed: [],
  };
}

/** What PostgreSQL makes beside another object; its story is that object's. */
function isShadow(type: string, original: boolean): boolean {
  return (
    type === 'toast table' ||
    type === 'index column' ||
    (original && type === 'default value') ||
    (!original && /^(type|rule)$/.test(type))
  );
}

/** The events but for the ends of defaults whose column or table is dropped too; only a default that goes alone has a story. */
function withoutImpliedDefaults(events: readonly ObjectEvent[]): readonly ObjectEvent[] {
  const dropped = new Set(events.filter(({ action }) => action === 'drop').map(({ identity }) => identity));
  return events.filter(({ type, identity }) => {
    if (type !== 'default value') return true;
    const column = identity.replace(/^for /, '');
    return !dropped.has(column) && !dropped.has(splitLast(column)[0]);
  });
}
