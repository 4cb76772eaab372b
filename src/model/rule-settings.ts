import type { Allowance, Policies, RuleLevel } from './policies.ts';
import type { Rule } from './rule.ts';
import type { TableSizes } from './sizes.ts';

/**
 * How much the rules say: `calm` leaves out what is only worth knowing, `strict` makes warnings of it, `recommended` is each
 * rule as it is.
 */
export const presets = ['calm', 'recommended', 'strict'] as const;
export type Preset = (typeof presets)[number];

/** What the rules go by in one project; nothing is optional. */
export interface RuleSettings {
  readonly preset: Preset;
  readonly policies: Policies;
  /** Rule id -> severity, or `off`. */
  readonly levels: Readonly<Record<string, RuleLevel>>;
  readonly allowances: readonly Allowance[];
  /** The configuration is that of several projects: what allows nothing in one may do so in another. */
  readonly sharesAllowances?: boolean;
  /** Rules of the project's own. */
  readonly ownRules: readonly Rule[];
  /** Absolute path of the file with the findings that were there when rules were first asked; it need not exist. */
  readonly baseline: string;
  /** Whether the baseline is to be written instead of followed. */
  readonly writesBaseline: boolean;
  /** Sizes of the tables of a live database; undefined where nobody said. */
  readonly sizes: TableSizes | undefined;
  /** A commit: only migrations that differ from it are judged. */
  readonly since: string | undefined;
  /** `2026-11-20`, for allowances that end. */
  readonly today: string;
}
