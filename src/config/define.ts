import type { DriftAllowance } from '../model/drift.ts';
import type { Layout, Platform, Runner } from '../model/migration.ts';
import type { Allowance, Policies, RuleLevel } from '../model/policies.ts';
import type { FailOn } from '../model/report.ts';
import type { Rule } from '../model/rule.ts';
import type { Preset } from '../model/rule-settings.ts';
import type { EngineKind } from '../model/trace.ts';

/** What `strata.config.ts` may say; everything is optional. */
export interface StrataConfig {
  /** Folder of the migrations, relative to the configuration. Default: found by its layout. */
  readonly migrations?: string;
  /** What the database should be: a `.sql` or `.prisma` file, a folder of either, or `drizzle.config.ts`; relative to the configuration. Default: found. */
  readonly schema?: string;
  /** Names that changed, old to new: `{ 'public.users.name': 'public.users.full_name' }`. Those already changed are passed over. */
  readonly renames?: Readonly<Record<string, string>>;
  /** How that folder is laid out. Default: detected. */
  readonly layout?: Layout;
  /** Who applies the migrations; decides the transaction rules. Default: detected. */
  readonly runner?: Runner;
  /** Table that says which migrations were applied: `table` or `schema.table`. Default: the runner's own. */
  readonly ledger?: string;
  /** What a program fills in before it runs the migrations, by how it stands in them: `{ ':SCHEMA': 'app', '{{owner}}': 'postgres' }`. */
  readonly placeholders?: Readonly<Record<string, string>>;
  /** What exists before the first migration. Default: detected. */
  readonly platform?: Platform;
  /** Stand-ins for extensions that the engine lacks: name -> SQL file, relative to the configuration. */
  readonly extensions?: Readonly<Record<string, string>>;
  /** Roles that exist on your server before the first migration. */
  readonly roles?: readonly string[];
  /** SQL file that makes what else your server has before the first migration: extensions, schemas, tables of a platform. */
  readonly setup?: string;
  /** SQL files that fill the database as the last migration leaves it; `*` stands for characters of a name. Default: found. */
  readonly seeds?: readonly string[];
  /** Rehearse as superuser. Default: an ordinary owner, as managed services give. */
  readonly superuser?: boolean;
  /** The throwaway PostgreSQL. Default: `native`. */
  readonly engine?: EngineKind;
  /** The severity from which `strata check` exits with 1. Default: `error`. */
  readonly failOn?: FailOn;
  /** How much the rules say: `calm`, `recommended` (default) or `strict`. */
  readonly preset?: Preset;
  /** What the team chose for its schema and its migrations. */
  readonly policies?: Policies;
  /** Severities of single rules: `{ 'drop-column': 'error', 'enum-type': 'off' }`. */
  readonly rules?: Readonly<Record<string, RuleLevel>>;
  /** Rules of the project's own. */
  readonly ownRules?: readonly Rule[];
  /** Findings that are allowed, with the reason. */
  readonly allow?: readonly Allowance[];
  /** File with the findings that are passed over, relative to the project. Default: `strata-baseline.json`. */
  readonly baseline?: string;
  /** What of a live database may differ from its history: `ignore: [{ object: 'public.f()', because: '…', until: '2027-01-31' }]`. */
  readonly drift?: { readonly ignore: readonly DriftAllowance[] };
}

/** Gives the configuration its type: `export default defineConfig({ ... })`. */
export function defineConfig(config: StrataConfig): StrataConfig {
  return config;
}

export type { Hint, HintPart } from '../model/hint.ts';
export type { Act, Rule, Subject, Verdict } from '../model/rule.ts';
