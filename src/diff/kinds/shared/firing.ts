import type { Fact } from '../../../model/schema.ts';
import { splitLast } from '../../../postgres/identifier.ts';

/** When a trigger or a rule fires, where that is not as usual; `otherwise` brings it back to that. */
export function firing(fact: Fact, word: string, otherwise?: string): string[] {
  const how = fact.definition.firing ?? otherwise;
  const [relation, part] = splitLast(fact.name);
  return how === undefined ? [] : [`ALTER TABLE ${relation} ${how} ${word} ${part}`];
}
