import { rules } from '../../rules/rules.ts';

/** What each rule finds and why it matters, by its id. */
export function ruleSummaries(): ReadonlyMap<string, string> {
  return new Map(rules.map(({ id, summary }) => [id, summary]));
}
