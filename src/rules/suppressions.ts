import type { Finding } from '../model/finding.ts';
import type { Hint } from '../model/hint.ts';
import type { History, Migration } from '../model/migration.ts';
import type { Allowance } from '../model/policies.ts';
import { pointTo } from '../sql/locate.ts';
import { type Directive, readDirectives } from './directives.ts';
import { matchesAny } from './reading/patterns.ts';

/** Findings after suppressions. */
interface Suppressed {
  /** What stays. */
  readonly findings: readonly Finding[];
  readonly allowed: readonly Finding[];
  /** What is wrong with the suppressions themselves. */
  readonly faults: readonly Finding[];
}

/** By what findings are suppressed, besides the comments in the migrations. */
interface SuppressionOptions {
  /** Those of the configuration. */
  readonly allowances: readonly Allowance[];
  /** Several projects share the allowances: one that allows nothing here may allow something in another. */
  readonly sharesAllowances: boolean;
  /** `2026-11-20` */
  readonly today: string;
  /** Whether the findings of a rule are not reported anyway, so that allowing them is no mistake. */
  readonly isOff: (rule: string) => boolean;
  /** The rules of other tools that a rule covers, by which comments for those tools name it. */
  readonly peersOf: (rule: string) => readonly string[];
}

/** Divides findings into those that stay and those that a comment or the configuration allows. */
export function applySuppressions(
  findings: readonly Finding[],
  history: History,
  options: SuppressionOptions,
): Suppressed {
  const { allowances, sharesAllowances, today, peersOf } = options;
  const written = history.migrations.flatMap((migration) =>
    readDirectives(migration).map((directive) => ({ migration, directive })),
  );
  if (written.length === 0 && allowances.length === 0) return { findings, allowed: [], faults: [] };
  const used = new Set<unknown>();
  const usedRules = new Map<Directive, Set<string>>();
  const kept: Finding[] = [];
  const allowed: Finding[] = [];
  for (const finding of findings) {
    const comments = written
      .filter(({ migration, directive }) => covers(migration, directive, finding, peersOf))
      .map(({ directive }) => directive);
    const entries = allowances.filter((one) => coversByConfig(one, finding));
    for (const comment of comments)
      usedRules.set(comment, (usedRules.get(comment) ?? new Set()).add(finding.rule));
    for (const one of entries) used.add(one);
    const isAllowed = [...comments, ...entries].some(({ until }) => isCurrent(until, today));
    (isAllowed ? allowed : kept).push(finding);
  }
  const faults = [
    ...written.flatMap(({ migration, directive }) =>
      faultsOf(migration, directive, usedRules.get(directive) ?? new Set(), options),
    ),
    ...allowances.flatMap((one) => entryFaults(one, used.has(one) || sharesAllowances, options)),
  ];
  return { findings: kept, allowed, faults };
}

function isCurrent(until: string | undefined, today: string): boolean {
  return until === undefined || today <= until;
}

function covers(
  migration: Migration,
  directive: Directive,
  finding: Finding,
  peersOf: (rule: string) => readonly string[],
): boolean {
  if (directive.fault !== undefined || finding.migration !== migration.name) return false;
  const names = directive.isForeign ? peersOf(finding.rule) : [finding.rule];
  const isNamed = (rule: string) =>
    rule.endsWith('*') ? names.some((name) => name.startsWith(rule.slice(0, -1))) : names.includes(rule);
  if (!directive.rules.some(isNamed)) return false;
  return directive.statement === undefined || directive.statement === finding.statement;
}

function coversByConfig(one: Allowance, finding: Finding): boolean {
  if (one.rule !== finding.rule) return false;
  if (one.about !== undefined && !finding.message.includes(one.about)) return false;
  if (one.in === undefined) return true;
  return [finding.migration, finding.where?.file].some(
    (name) => name !== undefined && matchesAny(name, [one.in as string]),
  );
}

function faultsOf(
  migration: Migration,
  directive: Directive,
  used: ReadonlySet<string>,
  { today, isOff }: SuppressionOptions,
): readonly Finding[] {
  if (directive.isForeign) return [];
  const { fault, until, rules, because } = directive;
  const say = (rule: string, message: string, hint: Hint): Finding => ({
    rule,
    severity: 'warning',
    message,
    notes: [],
    hint,
    ...pointTo(migration.up, directive.start, directive.end - directive.start),
    migration: migration.name,
    ...(directive.statement === undefined ? {} : { statement: directive.statement }),
  });
  if (fault !== undefined)
    return [
      say('bad-suppression', `this comment allows nothing: ${fault}`, [
        'Write: -- strata: allow <rule> until 2027-01-31 because <reason>',
        '(the date may be left out)',
      ]),
    ];
  if (!isCurrent(until, today))
    return [
      say(
        'expired-suppression',
        `what this comment allows ended with ${until}: ${because}`,
        'Mend what it allowed, or give it a later date if the reason still holds.',
      ),
    ];
  const unused = rules.filter((rule) => !used.has(rule) && !isOff(rule));
  if (unused.length === 0) return [];
  return [
    say(
      'unused-suppression',
      `this comment allows ${unused.join(' and ')}, which is not found here`,
      'Take it out, or move it to the statement that it is about.',
    ),
  ];
}

function entryFaults(
  { rule, until, because, in: where }: Allowance,
  isUsed: boolean,
  { today, isOff }: SuppressionOptions,
): readonly Finding[] {
  const what = `the configuration's allowance of ${rule}${where === undefined ? '' : ` in ${where}`}`;
  if (!isCurrent(until, today))
    return [
      {
        rule: 'expired-suppression',
        severity: 'warning',
        message: `${what} ended with ${until}: ${because}`,
        notes: [],
        hint: 'Mend what it allowed, or give it a later date if the reason still holds.',
      },
    ];
  if (isUsed || isOff(rule)) return [];
  return [
    {
      rule: 'unused-suppression',
      severity: 'warning',
      message: `${what} allows nothing that is found`,
      notes: [],
      hint: 'Take it out of `allow` in strata.config.',
    },
  ];
}
