import { readSchema } from '../../src/catalog/read-schema.ts';
import { planChanges } from '../../src/diff/plan.ts';
import type { Hazard } from '../../src/model/plan.ts';
import { countQuery } from '../../src/model/question.ts';
import { testArena } from './arena.ts';

/** For one test file: the hazards of the way from one schema to the other, and the counts that their questions find among the rows. */
export function hazardTeller() {
  const { holding } = testArena();
  return async (before: string, after: string, rows = '', counts = true) => {
    await using from = await holding(before);
    await using to = await holding(after);
    const plan = planChanges(await readSchema(from.session), await readSchema(to.session));
    await from.session.query(rows === '' ? 'SELECT 1' : rows);
    const said: (readonly [Hazard['kind'], string, number?])[] = [];
    for (const { kind, message, question } of plan.steps.flatMap(({ hazards }) => hazards)) {
      const [row] =
        question === undefined || !counts
          ? []
          : await from.session.query<{ count: number }>(countQuery(question));
      said.push(row === undefined ? [kind, message] : [kind, message, row.count]);
    }
    return said;
  };
}
