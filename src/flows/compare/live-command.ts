import { shellPath } from '../../model/shell-word.ts';

/** Writes a command for the live database of a project, ready for a shell but for the URL. */
export type LiveCommand = (verb: string, options?: string) => string;

/** Puts the project before the options, since some options take all words that follow. */
export function liveCommandFor(dir: string): LiveCommand {
  const place = dir === '.' ? '' : ` ${shellPath(dir)}`;
  return (verb, options = '') => `strata ${verb}${place}${options === '' ? '' : ` ${options}`} --live URL`;
}
