import type { Step } from '../model/plan.ts';
import { countQuery } from '../model/question.ts';

/** Steps as `--json` writes them, with the questions of hazards as SQL. */
export function stepShapes(steps: readonly Step[]) {
  return steps.map((step) => ({
    ...step,
    hazards: step.hazards.map(({ question, ...hazard }) =>
      question === undefined ? hazard : { ...hazard, countQuery: countQuery(question) },
    ),
  }));
}
