import { findNamed, type NamedKind } from '../../diff/renames/find-named.ts';
import { planFollowing, planRenames } from '../../diff/renames/plan.ts';
import type { History, Migration } from '../../model/migration.ts';
import type { Rename, Step } from '../../model/plan.ts';
import type { Schema } from '../../model/schema.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import type { MigrationTrace, ObjectEvent } from '../../model/trace.ts';
import {
  bareName,
  lastPart,
  qualifiedPattern,
  quoteIdentifier,
  splitLast,
} from '../../postgres/identifier.ts';
import { applySteps } from '../rehearsal/apply-steps.ts';
import { actingRole, readDatabase } from '../rehearsal/ground.ts';
import { openHistory } from '../rehearsal/open-history.ts';

/** The name of a label of an enum before the first rename and after the last. */
interface RenamedLabel {
  readonly was: string;
  readonly now: string;
}

const labelRename = new RegExp(
  String.raw`\bALTER\s+TYPE\s+(${qualifiedPattern})\s+RENAME\s+VALUE\s+'((?:[^']|'')*)'\s+TO\s+'((?:[^']|'')*)'`,
  'gi',
);

/** The names that tables, columns, types and their labels have in a live database before pending migrations rename them. */
export class FormerNames {
  /** By the key of the object: its name before the first rename and after the last, each qualified as it was at that moment. */
  private readonly renamed = new Map<string, { readonly was: string; readonly now: string }>();

  /** By the key of the type. */
  private readonly labels = new Map<string, { readonly type: string; readonly renames: RenamedLabel[] }>();

  /** Whether anything is renamed, indexes and constraints included. */
  readonly isAny: boolean;

  constructor(traces: readonly MigrationTrace[], pending: readonly Migration[]) {
    const statements = traces.flatMap((trace, i) =>
      trace.statements.map(({ events, start, end }) => ({
        events,
        text: pending[i]?.up.text.slice(start, end) ?? '',
      })),
    );
    for (const { events, text } of statements) {
      for (const { action, type, key, was, identity } of events) {
        if (action === 'rename' && was !== undefined && /^(?:table(?: column)?|type)$/.test(type))
          this.renamed.set(key, { was: this.renamed.get(key)?.was ?? was, now: identity });
      }
      this.rememberLabels(events, text);
    }
    this.isAny =
      this.labels.size > 0 ||
      statements.some(({ events }) => events.some(({ action }) => action === 'rename'));
  }

  /** No event tells which label was renamed, so the text does. It counts where an event tells that the type was altered. */
  private rememberLabels(events: readonly ObjectEvent[], text: string): void {
    for (const [, name = '', from = '', to = ''] of text.matchAll(labelRename)) {
      const altered = events.find(
        ({ action, type, identity }) =>
          action === 'alter' && type === 'type' && bareName(identity) === bareName(lastPart(name)),
      );
      if (altered === undefined) continue;
      const [was, now] = [from, to].map((label) => label.replaceAll("''", "'")) as [string, string];
      const { type, renames } = this.labels.get(altered.key) ?? { type: altered.identity, renames: [] };
      const earlier = renames.findIndex((one) => one.now === was);
      if (earlier < 0) renames.push({ was, now });
      else renames[earlier] = { was: (renames[earlier] as RenamedLabel).was, now };
      this.labels.set(altered.key, { type, renames });
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
    const isType = (schema: Schema, name: string) => typeKinds.has(findNamed(schema, name)?.what ?? 'schema');
    const holds = (schema: Schema, name: string) =>
      schema.facts.has(`table:${name}`) || schema.facts.has(`column:${name}`) || isType(schema, name);
    return [...this.all(), ...this.allLabels()].filter(
      ({ from, to }) => holds(before, to) && holds(made, from),
    );
  }

  private allLabels(): readonly Rename[] {
    return [...this.labels].flatMap(([key, { type, renames }]) => {
      const { was, now } = this.renamed.get(key) ?? { was: type, now: type };
      const named = (scope: string, label: string) => `${scope}.${quoteIdentifier(label)}`;
      return renames.map((label) => ({ from: named(now, label.now), to: named(was, label.was) }));
    });
  }

  private all(): readonly Rename[] {
    return [...this.renamed].map(([key, { now }]) => {
      const table = isTable(key) ? undefined : this.renamed.get(tableOf(key))?.now;
      return { from: table === undefined ? now : `${table}.${lastPart(now)}`, to: this.of(key, now) };
    });
  }
}

const typeKinds: ReadonlySet<NamedKind> = new Set([
  'enum',
  'domain',
  'composite-type',
  'range-type',
  'label',
]);

/** The key of a column's table. */
export function tableOf(key: string): string {
  return key.replace(/\/\d+$/, '/0');
}

function isTable(key: string): boolean {
  return key.endsWith('/0');
}

/**
 * The Schema that a history makes, with the names that `before` has. What has taken a former name has a temporary one then.
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
  const take = async (reached: Schema, steps: readonly Step[]) => {
    if (steps.length === 0) return reached;
    const refused = await applySteps(engine.main, actingRole(settings), steps);
    return refused === undefined ? await readDatabase(engine.main, { settings }) : reached;
  };
  const wholes = await take(made, planRenames(made, former.back(before, made)));
  return await take(wholes, planFollowing(wholes, before));
}
