import type { Fact } from '../../../model/schema.ts';
import { splitLast } from '../../../postgres/identifier.ts';

export function addressed(fact: Fact, word: string): string {
  const { relation, part } = parts(fact);
  return `${word} ${part} ON ${relation}`;
}

export function firing(fact: Fact, word: string, otherwise?: string): string[] {
  const how = fact.definition.firing ?? otherwise;
  const { relation, part } = parts(fact);
  return how === undefined ? [] : [`ALTER TABLE ${relation} ${how} ${word} ${part}`];
}

export function parts(fact: Fact): { relation: string; part: string } {
  const [relation, part] = splitLast(fact.name);
  return { relation, part };
}
