import type { Unit } from '../model/deployment.ts';
import { mayCommitOnItsWay } from './interrupted.ts';

/**
 * How a unit ended: the server refused it, somebody stopped the run, the connection was lost, or it took effect and could not be
 * written down.
 */
type Ending = 'refused' | 'stopped' | 'lost' | 'there';

/** What there is of a migration that stopped in one of its units, and where the next run goes on. */
export function leftBehind(units: readonly Unit[], stopped: number, ending: Ending): string {
  const done = rangeOf(units.slice(0, stopped));
  const before = done === undefined ? '' : `${done.range} took effect and ${done.isOne ? 'stays' : 'stay'}. `;
  const unit = units[stopped];
  return `${before}${unit === undefined ? '' : stoppedIn(unit, ending)}`;
}

function stoppedIn(unit: Unit, ending: Ending): string {
  const own = rangeOf([unit]);
  const [first] = unit.statements;
  if (own === undefined || first === undefined) return '';
  const goesOn = `the next run goes on at statement ${first.number} (line ${first.line}).`;
  if (ending === 'there')
    return `${own.range} took effect, which is not noted: the next run finds out, or asks.`;
  if (ending === 'lost')
    return `${own.range} may have taken effect before the connection was lost: the next run finds out.`;
  if (unit.kind === 'bare') {
    if (mayCommitOnItsWay(first.sql))
      return `${own.range} may have committed a part of its work: the next run asks.`;
    const what = ending === 'stopped' ? 'was stopped on its way' : 'did not take effect';
    return `${own.range} ${what}: ${goesOn}`;
  }
  const shared = own.isOne ? 'was rolled back' : 'share a transaction and were rolled back';
  return `${own.range} ${shared}: ${goesOn}`;
}

/** `Statements 2 to 6`; undefined where there is none. */
function rangeOf(units: readonly Unit[]): { readonly range: string; readonly isOne: boolean } | undefined {
  const numbers = units.flatMap(({ statements }) => statements.map(({ number }) => number));
  const [first, last] = [numbers[0], numbers.at(-1)];
  if (first === undefined) return undefined;
  const isOne = first === last;
  return { range: isOne ? `Statement ${first}` : `Statements ${first} to ${last}`, isOne };
}
