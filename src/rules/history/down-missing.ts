import type { Rule } from '../../model/rule.ts';

/** What `create` commands leave in a new down is a comment: a line that asks for SQL. */
function withoutComments(text: string): string {
  return text.replaceAll(/--.*$|\/\*[\s\S]*?\*\//gm, '');
}

export const downMissing: Rule = {
  id: 'down-missing',
  group: 'history',
  severity: 'info',
  summary: 'Earlier migrations of the history have a down and this one has none: it cannot be taken back.',
  descendsFrom: [],
  *judge(subject) {
    const { migrations } = subject.history;
    // What is older than the first down was written before anybody wanted one.
    const first = migrations.findIndex(({ down }) => down !== undefined);
    if (first === -1) return;
    for (const [at, migration] of migrations.entries()) {
      if (at < first) continue;
      if (migration.down !== undefined && /[^\s;]/.test(withoutComments(migration.down.text))) continue;
      const act = subject.acts.find((one) => one.at === at);
      if (act === undefined) continue;
      yield {
        act,
        message: `${migration.name} has no down, though earlier migrations have one`,
        hint: 'strata plan writes a down with each migration and proves it; strata prove proves those that are there.',
      };
    }
  },
};
