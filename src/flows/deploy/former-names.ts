import { followingRenames } from '../../diff/rename-offers.ts';
import { planRenames } from '../../diff/renames.ts';
import type { History } from '../../model/migration.ts';
import type { Rename } from '../../model/plan.ts';
import type { Schema } from '../../model/schema.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import type { MigrationTrace } from '../../model/trace.ts';
import { lastPart, splitLast } from '../../postgres/identifier.ts';
import { applySteps } from '../proof/apply-steps.ts';
import { actingRole, readDatabase } from '../sources/ground.ts';
import { openHistory } from '../sources/open-history.ts';

/** Under which names a live database knows the tables and columns to which pending migrations give others. */
export class FormerNames {
  /** By the key of the object: its first name and its last, each as it was qualified at that moment. */
  private readonly renamed = new Map<string, { readonly was: string; readonly now: string }>();

  /** Whether anything gets another name, an index or a constraint too. */
  readonly isAny: boolean;

  constructor(pending: readonly MigrationTrace[]) {
    const events = pending.flatMap(({ statements }) => statements.flatMap((statement) => statement.events));
    this.isAny = events.some(({ action }) => action === 'rename');
    for (const { action, type, key, was, identity } of events) {
      if (action !== 'rename' || was === undefined || !/^table(?: column)?$/.test(type)) continue;
      this.renamed.set(key, { was: this.renamed.get(key)?.was ?? was, now: identity });
    }
  }

  /** What a table or column was called before the first of them. */
  of(key: string, identity: string): string {
    const own = this.renamed.get(key)?.was ?? identity;
    if (isTable(key)) return own;
    const [table, column] = splitLast(own);
    return `${this.renamed.get(tableOf(key))?.was ?? table}.${column}`;
  }

  /** What a table is called before the first of them, by its name after the last. */
  ofTable(name: string): string {
    return this.all().find(({ from }) => from === name)?.to ?? name;
  }

  /** The name after the last of them. */
  nowOf(name: string): string {
    return this.all().find(({ to }) => to === name)?.from ?? name;
  }

  /** The renames that take the names back of what was there before, and still is. */
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

/** What a history makes, under the names that `before` has; as it is where something else has such a name by then. */
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
