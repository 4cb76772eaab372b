import type { Finding } from '../src/model/finding.ts';
import { hintText } from '../src/model/hint.ts';
import type { Rule, RuleGroup } from '../src/model/rule.ts';

/** What the page of a rule shows: its pair of SQL, and what is said of the bad one. */
export interface RuleExample {
  /** What an earlier migration made; empty for nothing. */
  readonly before: string;
  readonly bad: string;
  readonly good: string;
  /** Policies as JSON; empty for none. */
  readonly policies: string;
  readonly finding: Finding;
}

/** The page of one rule as Markdown; the test run writes it. */
export function rulePage(rule: Rule, { before, bad, good, policies, finding }: RuleExample): string {
  const facts = [
    `\`${finding.severity}\`, ${groupWords[rule.group]}`,
    ...(rule.descendsFrom.length === 0
      ? []
      : [`covers ${rule.descendsFrom.map((peer) => `\`${peer}\``).join(', ')}`]),
  ];
  const hint = finding.hint === undefined ? '' : `\n→ ${hintText(finding.hint).replaceAll('\n', '\n  ')}`;
  const said = [finding.message, ...finding.notes].join('\n');
  return [
    `# ${rule.id}`,
    rule.summary,
    `${facts.join('; ')}.`,
    ...(policies === '' ? [] : [`With these \`policies\`:\n\n${fence('json', policies)}`]),
    ...(before === '' ? [] : [`An earlier migration:\n\n${fence('sql', before)}`]),
    `## Found\n\n${fence('sql', bad)}`,
    fence('text', `${said}${hint}`),
    `## Not found\n\n${fence('sql', good)}`,
    `To allow it where there is a reason: \`-- strata: allow ${rule.id} because …\` ([more](../rules.md#allowing-a-finding)).\n`,
  ].join('\n\n');
}

/** The table of all rules, for docs/rules.md. */
export function ruleTable(rules: readonly Rule[], group: RuleGroup): string {
  const rows = rules
    .filter((rule) => rule.group === group)
    .map(
      ({ id, severity, summary }) =>
        `| [\`${id}\`](rules/${id}.md) | ${severity} | ${summary.replaceAll('|', '\\|')} |`,
    );
  return ['| rule | severity | what it finds |', '|---|---|---|', ...rows].join('\n');
}

const groupWords: Readonly<Record<RuleGroup, string>> = {
  observed: 'by what the rehearsal saw',
  data: 'by what is lost or may fail on rows and running code',
  design: 'by the schema that the history makes',
  history: 'by how the migration is written',
  policy: 'by a policy of the team',
};

function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}
