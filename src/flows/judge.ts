import type { Finding } from '../model/finding.ts';
import type { History } from '../model/migration.ts';
import type { Policies } from '../model/policies.ts';
import type { Rehearsal } from '../replay/rehearse.ts';

/** What the rules say of a rehearsed history; taken from beside its record where the same was judged before. */
export function judgeRehearsal(
  history: History,
  rehearsal: Rehearsal,
  policies: Policies,
): Promise<readonly Finding[]> {
  return rehearsal.kept('rules', policies, async () => {
    const [{ loadParser }, { judge }, { readSubject }, { rules }] = await Promise.all([
      import('../sql/parse.ts'),
      import('../rules/judge.ts'),
      import('../rules/subject.ts'),
      import('../rules/rules.ts'),
    ]);
    await loadParser();
    const schema = await rehearsal.schema();
    return judge(readSubject(history, rehearsal.trace, schema, policies), rules);
  });
}
