import { judgeRehearsal } from '../src/flows/judge/judge.ts';
import type { Finding } from '../src/model/finding.ts';
import { hintText } from '../src/model/hint.ts';
import type { History, Platform } from '../src/model/migration.ts';
import { cold } from '../src/replay/rehearsal.suite.ts';
import { rehearse } from '../src/replay/rehearse.ts';

/** `migration: what is found` of one rule in the texts of migrations, which run on such a platform. */
export async function foundBy(
  rule: string,
  platform: Platform,
  ...texts: readonly string[]
): Promise<readonly string[]> {
  const findings = await findingsBy(rule, platform, ...texts);
  return findings.map(({ migration, message }) => `${migration}: ${message}`);
}

/** The hints of one rule, as plain text. */
export async function hintsBy(
  rule: string,
  platform: Platform,
  ...texts: readonly string[]
): Promise<readonly string[]> {
  const findings = await findingsBy(rule, platform, ...texts);
  return findings.map(({ hint }) => hintText(hint ?? ''));
}

/** What one rule tells besides. */
export async function notesBy(
  rule: string,
  platform: Platform,
  ...texts: readonly string[]
): Promise<readonly string[]> {
  const findings = await findingsBy(rule, platform, ...texts);
  return findings.map(({ notes }) => (notes ?? []).join(' '));
}

/** The findings of one rule in the texts of migrations, which run on such a platform. */
export async function findingsBy(
  rule: string,
  platform: Platform,
  ...texts: readonly string[]
): Promise<readonly Finding[]> {
  return (await findingsIn(platform, ...texts)).filter((finding) => finding.rule === rule);
}

/** What all rules find in them. */
export async function findingsIn(
  platform: Platform,
  ...texts: readonly string[]
): Promise<readonly Finding[]> {
  const history: History = {
    dir: '/project',
    layout: 'sql',
    runner: 'plain',
    folder: '.',
    platform,
    migrations: texts.map((text, i) => ({
      name: `00${i + 1}`,
      up: { file: `00${i + 1}.sql`, text, firstLine: 1 },
      transaction: 'auto',
      hash: '',
    })),
    findings: [],
  };
  const rehearsal = await rehearse(history, { ...cold, readsSchema: true });
  return await judgeRehearsal(history, rehearsal, { policies: {}, sizes: undefined });
}
