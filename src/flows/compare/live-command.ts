import type { LiveCommand } from '../../model/live-project.ts';
import { shellPath } from '../../model/shell-word.ts';

/** Puts the project before the options, since some options take all words that follow. */
export function liveCommandFor(dir: string): LiveCommand {
  const place = dir === '.' ? '' : ` ${shellPath(dir)}`;
  return (verb, options = '') => `strata ${verb}${place}${options === '' ? '' : ` ${options}`} --live URL`;
}
