import { setImmediate } from 'node:timers/promises';
import type { Finding, Severity } from '../../model/finding.ts';
import type { History } from '../../model/migration.ts';
import type { Policies, RuleLevel } from '../../model/policies.ts';
import type { Rule, Subject, Verdict } from '../../model/rule.ts';
import type { Preset, RuleSettings } from '../../model/rule-settings.ts';
import type { TableSizes } from '../../model/sizes.ts';
import type { Rehearsal } from '../../replay/rehearse.ts';
import { placeSince } from './additive-since.ts';
import { passBaseline, writeBaseline } from './baseline.ts';
import { changedFiles } from './changed-files.ts';
import { liveRules } from './live-rules.ts';

/** A rehearsed project, with all else that was found in it. */
interface Judged {
  readonly history: History;
  /** What the rules say. */
  readonly ruled: readonly Finding[];
  /** Failures, and what the readers saw. */
  readonly found: readonly Finding[];
  /** Whether a live database was looked at as well. */
  readonly withLive?: boolean;
}

/** The findings to report, and how many a comment, the configuration or the baseline allows. */
interface Judgement {
  readonly findings: readonly Finding[];
  readonly allowed: number;
}

/** What Strata's rules and the project's own find in a rehearsed history. */
export async function askRules(
  history: History,
  rehearsal: Rehearsal | undefined,
  settings: RuleSettings,
): Promise<readonly Finding[]> {
  if (rehearsal === undefined) return [];
  const found = await judgeRehearsal(history, rehearsal, settings);
  if (settings.ownRules.length === 0) return found;
  // A function has no content to name it by: rules of the project's own are asked every time.
  const { judgeByOwn } = await import('./own-rules.ts');
  const subject = await openSubject(history, rehearsal, settings.policies, settings.sizes);
  return [...found, ...judgeByOwn(subject, settings.ownRules)];
}

/** For a rule, the rules of other tools that it covers; none where no migration has a comment for such a tool. */
async function peersFor({ migrations }: History): Promise<(rule: string) => readonly string[]> {
  const { hasForeignDirectives } = await import('../../rules/directives.ts');
  if (!migrations.some(hasForeignDirectives)) return () => [];
  const { rules } = await import('../../rules/rules.ts');
  const peers = new Map(rules.map(({ id, descendsFrom }) => [id, descendsFrom]));
  return (rule) => peers.get(rule) ?? [];
}

/** Applies the severities, suppressions and baseline of the project to all findings. */
export async function judgeProject(judged: Judged, settings: RuleSettings): Promise<Judgement> {
  const { history, ruled } = judged;
  const found = new Set(judged.found.flatMap((finding) => level(finding, settings, false)));
  const changed = settings.since === undefined ? undefined : await changedFiles(history.dir, settings.since);
  const { applySuppressions } = await import('../../rules/suppressions.ts');
  const suppressed = applySuppressions(
    [...found, ...ruled.flatMap((finding) => level(finding, settings, true))],
    history,
    {
      allowances: settings.allowances,
      sharesAllowances: settings.sharesAllowances === true,
      today: settings.today,
      isOff: (rule) =>
        settings.levels[rule] === 'off' ||
        settings.preset === 'calm' ||
        (!judged.withLive && liveRules.has(rule)),
      peersOf: await peersFor(history),
    },
  );
  const faults = suppressed.faults.flatMap((fault) => level(fault, settings, true));
  const findings = [...suppressed.findings, ...faults];
  // A history that fails is told of every time: no baseline makes it replay.
  const isFailure = (finding: Finding) => found.has(finding) && finding.severity === 'error';
  // The baseline is of the whole project: what is asked of now must not take the rest out of it.
  if (settings.writesBaseline)
    await writeBaseline(
      settings.baseline,
      findings.filter((finding) => !isFailure(finding)),
    );
  const asked =
    changed === undefined
      ? findings
      : findings.filter(
          (finding) => found.has(finding) || (finding.where !== undefined && changed.has(finding.where.file)),
        );
  const others = asked.filter((finding) => !isFailure(finding));
  const left = await passBaseline(settings.baseline, others);
  return {
    findings: [...asked.filter(isFailure), ...left],
    allowed: suppressed.allowed.length + others.length - left.length,
  };
}

/** Loads the rules and parses the migrations while a rehearsal waits for its server. */
export async function prepareToJudge(history: History): Promise<void> {
  const [{ loadParser }, { parseAhead }] = await Promise.all([
    import('../../sql/parse.ts'),
    import('../../rules/subject.ts'),
    import('../../rules/judge.ts'),
    import('../../rules/rules.ts'),
  ]);
  await loadParser();
  for (const migration of history.migrations) {
    await setImmediate();
    parseAhead(migration);
  }
}

/** The findings of the rules on a rehearsed history, taken from its record where the same was judged before. */
export function judgeRehearsal(
  history: History,
  rehearsal: Rehearsal,
  { policies, sizes }: Pick<RuleSettings, 'policies' | 'sizes'>,
): Promise<readonly Finding[]> {
  // Downs are no part of what a rehearsal is named by.
  const downs = history.migrations.map(({ down }) => down?.text ?? null);
  return rehearsal.kept('rules', [policies, sizes, downs], async () => {
    const [{ judge }, { rules }] = await Promise.all([
      import('../../rules/judge.ts'),
      import('../../rules/rules.ts'),
    ]);
    return judge(await openSubject(history, rehearsal, policies, sizes), rules, couldNotJudge);
  });
}

/** The finding for a rule that threw. The other rules are asked all the same. */
function couldNotJudge(rule: Rule, error: unknown): Verdict {
  return {
    severity: 'warning',
    message: `rule ${rule.id} could not judge this history: ${error instanceof Error ? error.message : String(error)}`,
    hint: "This is a defect of Strata's: please report it with the SQL. The other rules have judged.",
  };
}

/** A rehearsed history laid out for rules, with the parser at hand. */
export async function openSubject(
  history: History,
  rehearsal: Rehearsal,
  policies: Policies,
  sizes: TableSizes | undefined,
): Promise<Subject> {
  const [{ loadParser }, { readSubject }] = await Promise.all([
    import('../../sql/parse.ts'),
    import('../../rules/subject.ts'),
  ]);
  await loadParser();
  const placed = placeSince(policies, history);
  return readSubject(history, rehearsal.trace, await rehearsal.schema(), placed, sizes);
}

function level(finding: Finding, settings: RuleSettings, isRuled: boolean): readonly Finding[] {
  const wanted =
    settings.levels[finding.rule] ?? (isRuled ? presetLevel(settings.preset, finding.severity) : undefined);
  if (wanted === undefined || wanted === finding.severity) return [finding];
  return wanted === 'off' ? [] : [{ ...finding, severity: wanted }];
}

function presetLevel(preset: Preset, severity: Severity): RuleLevel {
  if (severity !== 'info' || preset === 'recommended') return severity;
  return preset === 'calm' ? 'off' : 'warning';
}
