import type { Unit } from '../model/deployment.ts';
import { mayCommitOnItsWay } from './interrupted.ts';

/** What there is of a migration that stopped in one of its units, and where the next run goes on. */
export function leftBehind(units: readonly Unit[], stopped: number, isLost: boolean): string {
  const done = rangeOf(units.slice(0, stopped));
  const before = done === undefined ? '' : `${done.range} took effect and ${done.isOne ? 'stays' : 'stay'}. `;
  const unit = units[stopped];
  return `${before}${unit === undefined ? '' : stoppedIn(unit, isLost)}`;
}

function stoppedIn(unit: Unit, isLost: boolean): string {
  const own = rangeOf([unit]);
  const [first] = unit.statements;
  if (own === undefined || first === undefined) return '';
  const goesOn = `the next run goes on at statement ${first.number} (line ${first.line}).`;
  if (isLost)
    return `${own.range} may have taken effect before the connection was lost: the next run finds out.`;
  if (unit.kind === 'bare') {
    return mayCommitOnItsWay(first.sql)
      ? `${own.range} may have committed a part of its work: the next run asks.`
      : `${own.range} did not take effect: ${goesOn}`;
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
