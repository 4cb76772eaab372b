import { entry } from '../model/entry.ts';
import { kindOf, nameOf, type ObjectId, objectId } from '../model/object-id.ts';
import type { Definition, FactKind } from '../model/schema.ts';
import { quoteIdentifier } from '../postgres/identifier.ts';
import { aclDefinition } from './acl.ts';
import { AddressBook } from './address-book.ts';
import { addInternals, type Dependencies, findEdges } from './dependencies.ts';
import type { RemarkRow } from './queries/comments.sql.ts';
import type { MemberRow } from './queries/dependencies.sql.ts';
import type { CatalogName, Draft, FactDraft, Names, PartDraft } from './reader.ts';

/** A fact that is being built. All have the same properties, which the engine handles much faster. */
interface Growing {
  readonly id: ObjectId;
  readonly kind: FactKind;
  readonly name: string;
  readonly schema: string | undefined;
  readonly parent: ObjectId | undefined;
  definition: Definition;
  /** Sorted. Many facts share a list: it is replaced, never added to. */
  dependsOn: readonly ObjectId[];
  /** Likewise. */
  goesWith: readonly ObjectId[];
  readonly position: number | undefined;
  remarks: Definition | undefined;
}

/** The facts of a kind, sorted by their ids once nothing more is added. */
interface OfKind {
  readonly facts: Growing[];
  isSorted: boolean;
}

/** Puts facts together from what the readers found, row by row. */
export class Collection {
  readonly facts = new Map<ObjectId, Growing>();
  readonly book = new AddressBook();
  private readonly kinds = new Map<FactKind, OfKind>();
  private readonly names: Names;
  private readonly version: number;
  private readonly members = new Map<string, Map<number, ObjectId>>();
  /** Objects that are left out, with the extension that they belong to. */
  private readonly leftOut = new Map<ObjectId, ObjectId>();
  private readonly schemaIds = new Map<string, ObjectId>();
  private lastNeeds: readonly ObjectId[] = [];
  /** Ids that comments use for a part of a fact, with the fact itself. */
  private readonly parts = new Map<ObjectId, ObjectId>();
  /** Those of copies, with what they may be copies of. */
  private readonly copies = new Map<ObjectId, readonly ObjectId[]>();

  constructor(names: Names, version: number) {
    this.names = names;
    this.version = version;
  }

  /** Leaves a member of an extension out. */
  leaveOut({ catalog, oid, extension }: MemberRow): void {
    entry(this.members, catalog, () => new Map<number, ObjectId>()).set(
      oid,
      objectId('extension', quoteIdentifier(extension)),
    );
  }

  addDrafts(drafts: Draft | readonly Draft[] | undefined): void {
    if (drafts === undefined) return;
    for (const draft of Symbol.iterator in drafts ? drafts : [drafts])
      if ('partOf' in draft) this.addPart(draft);
      else this.addFact(draft);
  }

  private addFact(draft: FactDraft): void {
    const { schema, parent, acl, onlyAcl } = draft;
    const id = draft.id ?? objectId(draft.kind, draft.name);
    const extension = this.extensionOf(draft);
    if (extension !== undefined) {
      this.leftOut.set(id, extension);
      this.addAddresses(draft, extension);
      return;
    }
    if (onlyAcl !== true) {
      this.put(id, draft, draft.needs ?? none);
      this.addAddresses(draft, id);
    }
    const definition = acl && aclDefinition(acl, this.names, this.version);
    if (definition !== undefined) this.addAbout('acl', id, schema, definition, onlyAcl ? parent : id);
  }

  private addAddresses({ address, aliases = [] }: FactDraft, id: ObjectId): void {
    if (address !== undefined) this.book.add(address, id);
    for (const alias of aliases) this.book.add(alias, id);
  }

  private extensionOf({ address, parent }: FactDraft): ObjectId | undefined {
    const own = address === undefined ? undefined : this.members.get(address.catalog)?.get(address.oid);
    return own ?? (parent === undefined ? undefined : this.leftOut.get(parent));
  }

  private addPart({ partOf, definition, remarks, address, aliasId, copyOf }: PartDraft): void {
    const whole = this.facts.get(partOf);
    if (whole === undefined) return;
    // Most have no properties, and the column keeps the definition that it shares with others of its type.
    if (definition !== undefined && !isEmpty(definition))
      whole.definition = { ...whole.definition, ...definition };
    if (remarks !== undefined) whole.remarks = { ...whole.remarks, ...remarks };
    if (address !== undefined) this.book.add(address, aliasId ?? partOf);
    if (aliasId === undefined) return;
    this.parts.set(aliasId, partOf);
    if (copyOf !== undefined) this.copies.set(aliasId, copyOf);
  }

  private addAbout(
    kind: 'acl' | 'comment' | 'security-label',
    name: string,
    schema: string | undefined,
    definition: Definition,
    parent: ObjectId | undefined,
    originals: readonly ObjectId[] = none,
  ): void {
    this.put(
      objectId(kind, name),
      { kind, name, schema, parent, definition, goesWith: originals },
      originals,
    );
  }

  /** The facts that something is a copy of: it comes and goes with them. */
  private originalsOf(id: ObjectId): readonly ObjectId[] {
    const nearest = this.copies.get(id) ?? [];
    return [...new Set(nearest.flatMap((one) => (this.facts.has(one) ? [one] : this.originalsOf(one))))];
  }

  addRemark(kind: 'comment' | 'security-label', row: RemarkRow): void {
    const catalog = row.catalog.replace('pg_catalog.', '') as CatalogName;
    const about = this.about(catalog, row);
    if (about === undefined) return;
    const { id, parent } = about;
    const fact = this.facts.get(parent);
    if (fact === undefined || isBorn(fact, row.text)) return;
    if (kind === 'comment') {
      this.addAbout(kind, id, fact.schema, { text: row.text }, parent, this.originalsOf(id));
      return;
    }
    const provider = quoteIdentifier(row.provider);
    const definition = { object: id, provider, text: row.text };
    this.addAbout(kind, `${id} FOR ${provider}`, fact.schema, definition, parent);
  }

  /** The id that a comment is on, and the fact that it belongs to: columns of views and types have no fact of their own. */
  private about(catalog: CatalogName, row: RemarkRow): { id: ObjectId; parent: ObjectId } | undefined {
    if (this.members.get(catalog)?.has(row.oid)) return undefined;
    const id = this.book.find(catalog, row.oid, row.column);
    if (id === undefined || (kindOf(id) === 'extension' && catalog !== 'pg_extension')) return undefined;
    if (row.column > 0 && catalog === 'pg_class' && !id.startsWith('column:')) {
      const column = this.names.column(row.oid, row.column);
      return column === undefined ? undefined : { id: column.id, parent: id };
    }
    const behind = catalog === 'pg_class' && row.column === 0 ? this.names.relations.get(row.oid) : undefined;
    if (behind !== undefined && id.startsWith('constraint:')) {
      return { id: objectId('index', behind.name), parent: id };
    }
    if (behind !== undefined && id.startsWith('column:'))
      return { id: objectId('sequence', behind.name), parent: id };
    if (catalog === 'pg_type' && /^((foreign-)?table|(materialized-)?view):/.test(id))
      return { id: objectId('composite-type', nameOf(id)), parent: id };
    return { id, parent: this.parts.get(id) ?? id };
  }

  /** Adds what `pg_depend` says. */
  addDependencies(all: readonly Dependencies[]): void {
    addInternals(all, this.book);
    for (const some of all) {
      if (some.type === 'x') this.addExtensionDependencies(some);
      else if (some.type !== 'e') findEdges(some, this.book, this.addEdge);
    }
  }

  private readonly addEdge = (from: ObjectId, to: ObjectId, isOrder: boolean, isCompanion: boolean) => {
    const fact = this.typingOf(from, to) ?? this.facts.get(from);
    if (fact === undefined) return;
    if (isOrder) fact.dependsOn = including(fact.dependsOn, to);
    if (isCompanion) fact.goesWith = including(fact.goesWith, to);
  };

  /** The `table-type` fact, which has a typed table's dependency on its type. */
  private typingOf(from: ObjectId, to: ObjectId): Growing | undefined {
    return to.startsWith('composite-type:')
      ? this.facts.get(objectId('table-type', nameOf(from)))
      : undefined;
  }

  /** Adds the dependency on an extension. Only plpgsql, which every database has, is no fact. */
  private addExtensionDependencies(some: Dependencies): void {
    for (const [i, oid] of some.objects.entries()) {
      const object = this.book.find(some.catalog, oid);
      const described = this.book.find(some.referencedCatalog, some.referenced[i] as number);
      if (object === undefined) continue;
      const extension = described ?? objectId('extension', 'plpgsql');
      const name = `${object} ON ${extension.slice('extension:'.length)}`;
      const id = objectId('extension-dependency', name);
      const definition = { object, extension: extension.slice('extension:'.length) };
      const schema = this.facts.get(object)?.schema;
      this.put(id, { kind: 'extension-dependency', name, schema, parent: object, definition }, [
        object,
        ...(described === undefined ? [] : [described]),
      ]);
    }
  }

  private put(id: ObjectId, draft: Sketch, needs: readonly ObjectId[]): void {
    const { kind, name, schema, parent, definition, position, remarks, goesWith = none } = draft;
    const home = schema === undefined || kind === 'schema' ? undefined : this.schemaId(schema);
    const fact = {
      // The properties that are compared come first, next to each other.
      id,
      definition,
      kind,
      name,
      schema,
      parent,
      dependsOn: this.bornDependencies(id, needs, parent, home),
      goesWith: goesWith.length < 2 ? goesWith : inOrder([...goesWith]),
      position,
      remarks,
    };
    this.facts.set(id, fact);
    const peers = entry(this.kinds, kind, newKind);
    peers.facts.push(fact);
    peers.isSorted = false;
  }

  /** The dependencies of a fact that needs only its parent: its siblings share the list. */
  private bornDependencies(
    id: ObjectId,
    needs: readonly ObjectId[],
    parent: ObjectId | undefined,
    home: ObjectId | undefined,
  ): readonly ObjectId[] {
    if (needs.length > 0 || parent === undefined || home === undefined || parent === home) {
      // The fact itself, which it does not need, stands for what is missing.
      const all = needs.concat(parent ?? id, home ?? id);
      return inOrder(all).filter((need, i) => need !== id && need !== all[i - 1]);
    }
    if (!this.lastNeeds.includes(parent) || !this.lastNeeds.includes(home))
      this.lastNeeds = inOrder([parent, home]);
    return this.lastNeeds;
  }

  /** Sorts what has been added, so that little is left to sort when everything is there. */
  sort(): void {
    for (const peers of this.kinds.values()) {
      if (peers.isSorted) continue;
      peers.facts.sort(byId);
      peers.isSorted = true;
    }
  }

  /** All facts in the order of their ids. */
  *sorted(): Generator<Growing> {
    this.sort();
    const heads = [...this.kinds.keys()].map((kind) => objectId(kind, '')).sort();
    for (const head of heads) yield* this.kinds.get(kindOf(head))?.facts ?? [];
  }

  private schemaId(schema: string): ObjectId {
    let id = this.schemaIds.get(schema);
    if (id === undefined) {
      id = objectId('schema', quoteIdentifier(schema));
      this.schemaIds.set(schema, id);
    }
    return id;
  }
}

function isEmpty(definition: Definition): boolean {
  for (const _ in definition) return false;
  return true;
}

const none: readonly ObjectId[] = [];

const newKind = (): OfKind => ({ facts: [], isSorted: true });

function byId(a: Growing, b: Growing): number {
  return a.id < b.id ? -1 : 1;
}

/** Sorts a list in place. Most are a handful: setting up the engine's own sort costs more than the sorting. */
function inOrder(ids: ObjectId[]): ObjectId[] {
  if (ids.length > 12) return ids.sort();
  for (let i = 1; i < ids.length; i += 1) {
    const id = ids[i] as ObjectId;
    let at = i;
    for (; at > 0 && (ids[at - 1] as ObjectId) > id; at -= 1) ids[at] = ids[at - 1] as ObjectId;
    ids[at] = id;
  }
  return ids;
}

/** A sorted list with one more, unless it is there. */
function including(ids: readonly ObjectId[], id: ObjectId): readonly ObjectId[] {
  return ids.includes(id) ? ids : inOrder(ids.concat(id));
}

interface Sketch {
  readonly kind: FactKind;
  readonly name: string;
  readonly schema?: string | undefined;
  readonly parent?: ObjectId | undefined;
  readonly definition: Definition;
  readonly position?: number | undefined;
  readonly remarks?: Definition | undefined;
  readonly goesWith?: readonly ObjectId[] | undefined;
}

/** Whether a fact comes with a comment of its own, as extensions do. */
function isBorn({ kind, remarks }: Growing, text: string): boolean {
  return kind === 'extension' && (remarks?.comment === undefined || remarks.comment === text);
}
