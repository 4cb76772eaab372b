import type { Migration } from '../../model/migration.ts';
import type { Rule } from '../../model/rule.ts';

/** Whether a down holds SQL. `create` commands write one that holds only a comment which asks for SQL. */
function goesDown({ down }: Migration): boolean {
  return down !== undefined && /[^\s;]/.test(down.text.replaceAll(/--.*$|\/\*[\s\S]*?\*\//gm, ''));
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
    const first = migrations.findIndex(goesDown);
    if (first === -1) return;
    for (const [at, migration] of migrations.entries()) {
      if (at < first || goesDown(migration)) continue;
      const act = subject.acts.find((one) => one.at === at);
      if (act === undefined) continue;
      yield {
        act,
        message: `${migration.name} has ${migration.down === undefined ? 'no' : 'an empty'} down, though earlier migrations have one`,
        hint: 'strata plan writes a down with each migration and proves it; strata prove proves those that are there.',
      };
    }
  },
};
