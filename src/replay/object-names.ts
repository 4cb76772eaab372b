import type { ObjectEvent } from '../model/trace.ts';
import { bareName, quoteIdentifier, splitLast } from '../postgres/identifier.ts';
import type { CommandMessage, DropMessage } from './watch.ts';

/** The oid of `pg_class`: whose objects are relations and their columns. */
export const relationClass = 1259;

/**
 * Remembers the name of every object throughout a history, because a rename is reported only with the new name. With these
 * names it turns the messages of the watch into events.
 */
export class ObjectNames {
  private readonly names = new Map<string, string>();
  /** Of each relation: attnum -> name. */
  private readonly columns = new Map<string, Map<string, string>>();
  private undo: (() => void)[] = [];

  /** What is learned from now on can be taken back. */
  begin(): void {
    this.undo = [];
  }

  /** Forgets what was learned since `begin`, because it was rolled back. */
  takeBack(): void {
    for (const step of this.undo.reverse()) step();
    this.undo = [];
  }

  command(command: CommandMessage): readonly ObjectEvent[] {
    const { classId, objectId, subId, identity, columns } = command;
    const key = `${classId}/${objectId}/0`;
    const own = subId === 0 ? [this.objectEvent(command, key)] : [];
    if (classId !== relationClass || columns === null) return own;
    const relation = this.names.get(key) ?? splitLast(identity)[0];
    return [...own, ...this.columnEvents(objectId, relation, columns)];
  }

  drop({ classId, objectId, subId, type, identity, original }: DropMessage): ObjectEvent {
    const key = `${classId}/${objectId}/${subId}`;
    if (classId === relationClass && subId !== 0) {
      const relation = `${relationClass}/${objectId}/0`;
      const left = new Map(this.columns.get(relation));
      left.delete(String(subId));
      this.put(this.columns, relation, left);
    }
    this.put(this.names, key, undefined);
    return { action: 'drop', type, identity, key, ...(original ? {} : { implied: true }) };
  }

  /** Learns what an earlier run saw. */
  remember(event: ObjectEvent): void {
    const [classId, oid, subId] = event.key.split('/') as [string, string, string];
    if (Number(classId) === relationClass && subId !== '0') {
      const relation = `${classId}/${oid}/0`;
      const known = this.columns.get(relation) ?? new Map<string, string>();
      this.columns.set(relation, known);
      if (event.action === 'drop') known.delete(subId);
      else known.set(subId, bareName(event.identity));
    } else if (event.action === 'drop') this.names.delete(event.key);
    else this.names.set(event.key, event.identity);
  }

  private objectEvent({ tag, type, identity }: CommandMessage, key: string): ObjectEvent {
    const was = this.names.get(key);
    this.put(this.names, key, identity);
    if (was !== undefined && was !== identity) return { action: 'rename', type, identity, was, key };
    const isMade = was === undefined && (tag.startsWith('CREATE') || tag.startsWith('SELECT'));
    return { action: isMade ? 'create' : 'alter', type, identity, key };
  }

  private columnEvents(
    objectId: number,
    relation: string,
    columns: Readonly<Record<string, string>>,
  ): readonly ObjectEvent[] {
    const own = `${relationClass}/${objectId}/`;
    const before = this.columns.get(`${own}0`);
    const after = new Map(Object.entries(columns));
    this.put(this.columns, `${own}0`, after);
    const type = 'table column';
    return [...after].flatMap(([number, name]): ObjectEvent[] => {
      const was = before?.get(number);
      if (was === name) return [];
      const key = own + number;
      const identity = `${relation}.${quoteIdentifier(name)}`;
      if (was === undefined) return [{ action: 'create', type, identity, key }];
      return [{ action: 'rename', type, identity, was: `${relation}.${quoteIdentifier(was)}`, key }];
    });
  }

  private put<Value>(map: Map<string, Value>, key: string, value: Value | undefined): void {
    const before = map.get(key);
    this.undo.push(() => (before === undefined ? map.delete(key) : map.set(key, before)));
    if (value === undefined) map.delete(key);
    else map.set(key, value);
  }
}
