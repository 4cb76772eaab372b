import type { Aspect, SkillCatalogue } from './catalogue.ts';

/** An imported descriptor: no author, no status. */
export interface ImportedDescriptor {
  readonly code: string;
  readonly criterion: string;
  readonly score3: string;
  readonly score2: string;
  readonly score1: string;
  readonly score0: string;
  readonly category: string;
  readonly indicator: string;
}

const wordings = {
  score3: [
    (a: string, b: string, c: string) => `Excellent against industry practice: ${a}, ${b}, and ${c}.`,
    (a: string, b: string, c: string) => `Nothing to correct: ${a}; ${b}; ${c}.`,
    (a: string, b: string, c: string) =>
      `Could be shown to a customer as it is. ${capital(a)}, ${b}, and ${c}.`,
  ],
  score2: [
    (a: string, b: string) =>
      `Above industry practice in parts: ${a}, and ${b}; one small point is left to correct.`,
    (a: string, b: string) => `${capital(a)}, and ${b}. The rest needs a minor correction.`,
  ],
  score1: [
    (a: string) => `Meets industry practice: ${a}. The rest is incomplete.`,
    (a: string) => `Acceptable: ${a}, but little beyond that.`,
  ],
  score0: [
    (failure: string) => `Below industry practice: ${failure}.`,
    (failure: string) => `Not attempted, or ${failure}.`,
  ],
};

/** Every aspect on every object, in the order of the marking scheme; `random` chooses the wording only. */
export function importedDescriptors(
  skill: SkillCatalogue,
  random: () => number,
): readonly ImportedDescriptor[] {
  return skill.objects.flatMap((object) =>
    skill.aspects.map((aspect, index) => {
      const number = String(index + 1).padStart(2, '0');
      return descriptor(aspect, `${object.code}${aspect.section}-${number}`, object.name, random);
    }),
  );
}

function descriptor(aspect: Aspect, code: string, it: string, random: () => number): ImportedDescriptor {
  const say = (text: string) => text.replaceAll('{it}', it);
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T;
  const [first, second, third] = aspect.observations.map(say) as [string, string, string];
  return {
    code,
    criterion: say(aspect.criterion),
    score3: pick(wordings.score3)(first, second, third),
    score2: pick(wordings.score2)(first, second),
    score1: pick(wordings.score1)(first),
    score0: pick(wordings.score0)(say(aspect.failure)),
    category: aspect.category,
    indicator: aspect.indicator,
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
