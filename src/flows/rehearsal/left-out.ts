import type { History } from '../../model/migration.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import { few } from '../../model/words.ts';
import { rehearse } from '../../replay/rehearse.ts';
import { rehearsalOptions } from './rehearsal-options.ts';

/**
 * A note on statements that a rehearsal left out, since they need more rights than an ordinary owner has: one sentence or none.
 */
export async function noteLeftOut(history: History, settings: ProjectSettings): Promise<readonly string[]> {
  const { trace } = await rehearse(history, rehearsalOptions(settings));
  const places = trace.migrations.flatMap(({ migration, statements }) =>
    statements.flatMap(({ leftOut, line }) =>
      leftOut === undefined ? [] : [`${migration}, line ${line} (${leftOut.message})`],
    ),
  );
  return places.length === 0
    ? []
    : [`left out, since it takes more rights than an ordinary owner has: ${few(places, 3, '; ')}`];
}
