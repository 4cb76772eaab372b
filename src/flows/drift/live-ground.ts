import { createHash } from 'node:crypto';
import { platformProvenance, readPlatformExtensions } from '../../catalog/provenance.ts';
import { readSchema } from '../../catalog/read-schema.ts';
import type { Queryable } from '../../db/queryable.ts';
import { planChanges } from '../../diff/plan.ts';
import { StrataError } from '../../model/errors.ts';
import type { Ledger } from '../../model/ledger.ts';
import type { ObjectId } from '../../model/object-id.ts';
import type { Fact, Schema } from '../../model/schema.ts';
import { applySteps } from '../proof/apply-steps.ts';
import { createServerThings, type ProofGround } from '../proof/ground.ts';
import { actingRole, type LoadOptions, openPrelude, readDatabase } from '../sources/throwaway.ts';
import { isBookkeeping } from './bookkeeping.ts';

/** A live database as it was read. */
export interface LiveReading {
  /** All of it, as the server has it. */
  readonly raw: Schema;
  /** Names exactly what was read: the same text, the same database. */
  readonly hash: string;
  readonly platformExtensions: ReadonlySet<string>;
  /** The role whose objects carry no owner: the ledger's, since it ran the migrations. */
  readonly self: string;
}

/** A live database, rebuilt on the throwaway PostgreSQL beside what its platform has before any migration. */
export interface RebuiltLive extends AsyncDisposable {
  /** What a server has before the first migration. */
  readonly prelude: Schema;
  readonly schema: Schema;
  readonly judged: Judged;
  readonly ground: ProofGround;
  /** Objects that could not be rebuilt: compared as they were read. */
  readonly left: ReadonlySet<ObjectId>;
  readonly notes: readonly string[];
}

/** Reads a live database as the role that runs its migrations sees it. */
export async function readLive(live: Queryable, ledger: Ledger): Promise<LiveReading> {
  const self = await ownerOf(live, ledger);
  const raw = await readSchema(live, { self });
  return { raw, hash: schemaHash(raw), platformExtensions: await readPlatformExtensions(live), self };
}

/** The same again, to see whether anything has changed meanwhile. */
export async function hashLive(live: Queryable, { self }: Pick<LiveReading, 'self'>): Promise<string> {
  return schemaHash(await readSchema(live, { self }));
}

async function ownerOf(live: Queryable, { schema, table, exists }: Ledger): Promise<string> {
  const [row] = await live.query<{ owner: string }>(
    `SELECT coalesce((SELECT r.rolname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_roles r ON r.oid = c.relowner
       WHERE $3::boolean AND n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p')), current_user)::text AS owner`,
    [schema, table, exists],
  );
  return row?.owner ?? 'postgres';
}

function schemaHash({ facts }: Schema): string {
  const hash = createHash('sha256');
  for (const [id, { definition }] of facts) hash.update(JSON.stringify([id, definition]));
  return hash.digest('hex').slice(0, 32);
}

/** Says whose each object is, and which are not compared at all. */
export class Judged {
  private readonly isLiveForeign: (fact: Fact) => boolean;
  private readonly isHistoryForeign: (fact: Fact) => boolean;
  private readonly prelude: Schema;
  private readonly history: Schema;
  private readonly live: Schema;
  private readonly hasPlatform: boolean;
  private readonly tables: ReadonlySet<ObjectId>;

  constructor(
    sides: { readonly prelude: Schema; readonly history: Schema; readonly live: Schema },
    { platformExtensions }: Pick<LiveReading, 'platformExtensions'>,
    ownTables: ReadonlySet<ObjectId>,
    hasPlatform: boolean,
  ) {
    this.prelude = sides.prelude;
    this.history = sides.history;
    this.live = sides.live;
    this.isLiveForeign = platformProvenance(sides.live, platformExtensions).isForeign;
    this.isHistoryForeign = platformProvenance(sides.history).isForeign;
    this.hasPlatform = hasPlatform;
    this.tables = ownTables;
  }

  /** Whether an object is compared: not a ledger's, and not a platform's unless the history has changed it. */
  has(id: ObjectId): boolean {
    const [made, there] = [this.history.facts.get(id), this.live.facts.get(id)];
    if (isBookkeeping(made ?? there, this.tables, [this.live, this.history])) return false;
    const born = this.prelude.facts.get(id);
    const isTouched = made === undefined ? born !== undefined : !isSameFact(born, made);
    if (isTouched) return true;
    if (made !== undefined && this.hasPlatform) return false;
    return !(
      (there !== undefined && this.isLiveForeign(there)) ||
      (made !== undefined && this.isHistoryForeign(made))
    );
  }
}

export function isSameFact(a: Fact | undefined, b: Fact | undefined): boolean {
  return a !== undefined && b !== undefined && JSON.stringify(a.definition) === JSON.stringify(b.definition);
}

/** So many objects may be left out of the rebuilding, one try for each. */
const mostLeft = 12;

/**
 * Rebuilds what is `judged` of a live database, so that versions of PostgreSQL write their definitions alike. What the throwaway
 * PostgreSQL refuses is left out with everything that needs it, and said.
 */
export async function rebuildLive(
  { raw }: LiveReading,
  judgedBeside: (prelude: Schema) => Judged,
  options: LoadOptions,
): Promise<RebuiltLive> {
  const left = new Set<ObjectId>();
  const notes: string[] = [];
  for (;;) {
    const engine = await openPrelude(options);
    try {
      const prelude = await readDatabase(engine.main, options);
      const judged = judgedBeside(prelude);
      const goal = goalOf(raw, prelude, judged, left);
      await createServerThings(engine, goal);
      const refused = await applySteps(
        engine.main,
        actingRole(options.settings),
        inOrder(planChanges(prelude, goal).steps),
      );
      if (refused === undefined) {
        const rebuilt = await readDatabase(engine.main, options);
        const ground = { engine, database: engine.main };
        const schema = { ...rebuilt, facts: withLeft(rebuilt, raw, left), notModelled: raw.notModelled };
        return {
          prelude,
          schema,
          judged,
          ground,
          left,
          notes,
          [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
        };
      }
      const { object } = refused.step;
      notes.push(
        `${object} cannot be rebuilt here and is compared as it is written there: ${refused.error.message}`,
      );
      if (left.size === raw.facts.size) throw new StrataError('engine', notes.at(-1) ?? '');
      const before = left.size;
      addWithNeeding(raw, object, left);
      if (left.size === before || notes.length > mostLeft) for (const id of raw.facts.keys()) left.add(id);
    } catch (error) {
      await engine[Symbol.asyncDispose]();
      throw error;
    }
    await engine[Symbol.asyncDispose]();
  }
}

/** The prelude, with what is judged as the live database has it. */
function goalOf(raw: Schema, prelude: Schema, judged: Judged, left: ReadonlySet<ObjectId>): Schema {
  const facts = new Map<ObjectId, Fact>();
  for (const [id, fact] of prelude.facts) if (!judged.has(id)) facts.set(id, fact);
  for (const [id, fact] of raw.facts) if (judged.has(id) && !left.has(id)) facts.set(id, fact);
  return { ...raw, facts: new Map([...facts].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function withLeft(rebuilt: Schema, raw: Schema, left: ReadonlySet<ObjectId>): Schema['facts'] {
  if (left.size === 0) return rebuilt.facts;
  const facts = new Map(rebuilt.facts);
  for (const id of left) {
    const fact = raw.facts.get(id);
    if (fact !== undefined) facts.set(id, fact);
  }
  return new Map([...facts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** An object, what is part of it and what cannot be without it. */
function addWithNeeding({ facts }: Schema, object: ObjectId, left: Set<ObjectId>): void {
  if (!facts.has(object)) return;
  left.add(object);
  for (let grows = true; grows; ) {
    grows = false;
    for (const [id, { parent, dependsOn, goesWith }] of facts) {
      if (left.has(id)) continue;
      if (![parent, ...dependsOn, ...goesWith].some((other) => other !== undefined && left.has(other)))
        continue;
      left.add(id);
      grows = true;
    }
  }
}

/** Owners come last: their rights on the live server are not known here. */
function inOrder<T extends { readonly sql: string }>(steps: readonly T[]): readonly T[] {
  const givesAway = ({ sql }: T) => /^ALTER [^;']* OWNER TO [^;']*$/.test(sql);
  return [...steps.filter((step) => !givesAway(step)), ...steps.filter(givesAway)];
}
