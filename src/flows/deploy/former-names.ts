import { followingRenames } from '../../diff/renames/offers.ts';
import { planRenames } from '../../diff/renames/plan.ts';
import type { History } from '../../model/migration.ts';
import type { Rename } from '../../model/plan.ts';
import type { Schema } from '../../model/schema.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import type { MigrationTrace } from '../../model/trace.ts';
import { lastPart, splitLast } from '../../postgres/identifier.ts';
import { applySteps } from '../proof/apply-steps.ts';
import { actingRole, readDatabase } from '../sources/ground.ts';
import { openHistory } from '../sources/open-history.ts';

/** The names that tables and columns have in a live database before pending migrations rename them. */
export class FormerNames {
  /** By the key of the object: its name before the first rename and after the last, each qualified as it was at that moment. */
  private readonly renamed = new Map<string, { readonly was: string; readonly now: string }>();

  /** Whether anything is renamed, indexes and constraints included. */
  readonly isAny: boolean;

  constructor(pending: readonly MigrationTrace[]) {
    const events = pending.flatMap(({ statements }) => statements.flatMap((statement) => statement.events));
    this.isAny = events.some(({ action }) => action === 'rename');
    for (const { action, type, key, was, identity } of events) {
      if (action !== 'rename' || was === undefined || !/^table(?: column)?$/.test(type)) continue;
      this.renamed.set(key, { was: this.renamed.get(key)?.was ?? was, now: identity });
    }
  }

  /** The name of a table or column before the first rename. */
  of(key: string, identity: string): string {
    const own = this.renamed.get(key)?.was ?? identity;
    if (isTable(key)) return own;
    const [table, column] = splitLast(own);
    return `${this.renamed.get(tableOf(key))?.was ?? table}.${column}`;
  }

  /** The name of a table before the first rename, by its name after the last. */
  ofTable(name: string): string {
    return this.all().find(({ from }) => from === name)?.to ?? name;
  }

  /** The name after the last rename, by the name before the first. */
  nowOf(name: string): string {
    return this.all().find(({ to }) => to === name)?.from ?? name;
  }

  /** The renames that give their former names back to objects that are there before and after. */
  back(before: Schema, made: Schema): readonly Rename[] {
    const holds = ({ facts }: Schema, name: string) =>
      facts.has(`table:${name}`) || facts.has(`column:${name}`);
    return this.all().filter(({ from, to }) => holds(before, to) && holds(made, from));
  }

  private all(): readonly Rename[] {
    return [...this.renamed].map(([key, { now }]) => {
      const table = isTable(key) ? undefined : this.renamed.get(tableOf(key))?.now;
      return { from: table === undefined ? now : `${table}.${lastPart(now)}`, to: this.of(key, now) };
    });
  }
}

/** The key of a column's table. */
export function tableOf(key: string): string {
  return key.replace(/\/\d+$/, '/0');
}

function isTable(key: string): boolean {
  return key.endsWith('/0');
}

/**
 * The Schema that a history makes, with the names that `before` has. A name stays where another object has taken the former one.
 */
export async function underFormerNames(
  made: Schema,
  before: Schema,
  former: FormerNames,
  history: History,
  settings: ProjectSettings,
): Promise<Schema> {
  if (!former.isAny) return made;
  await using engine = await openHistory(history, settings);
  const take = async (reached: Schema, renames: readonly Rename[]) => {
    if (renames.length === 0) return reached;
    const refused = await applySteps(engine.main, actingRole(settings), planRenames(reached, renames));
    return refused === undefined ? await readDatabase(engine.main, { settings }) : reached;
  };
  const wholes = await take(made, former.back(before, made));
  return await take(wholes, followingRenames(wholes, before));
}
