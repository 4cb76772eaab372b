import type { ObjectId } from '../../../model/object-id.ts';
import type { Hazard } from '../../../model/plan.ts';
import type { Definition, Fact } from '../../../model/schema.ts';
import { lastPart, quoteLiteral, splitIdentifier, splitLast } from '../../../postgres/identifier.ts';
import { type Bounds, boundsOfType, wholeNumbers } from '../../../postgres/types/whole-numbers.ts';
import type { Context, Statement } from '../../kind.ts';
import { hazardsOfCounting } from '../hazards/column-hazards.ts';
import { forgottenCount, movedCount } from '../hazards/hazard.ts';
import { boundsOf, fitValue, isWithin, setFitting, shareNone } from './sequence-bounds.ts';

/** Identity as a column's definition writes it. https://www.postgresql.org/docs/18/ddl-identity-columns.html */
export function identitySql(definition: Definition): string {
  const options = [
    definition.identitySequence === undefined ? '' : `SEQUENCE NAME ${definition.identitySequence}`,
    String(definition.identityOptions ?? ''),
  ].filter((option) => option !== '');
  return `GENERATED ${definition.identity} AS IDENTITY${options.length === 0 ? '' : ` (${options.join(' ')})`}`;
}

/** An identity's sequence is created with the column's type and the table's persistence: alters what is to be otherwise. */
export function sequenceSettings(fact: Fact, context: Context): string[] {
  const { identitySequence, identityUnlogged, identityType } = fact.definition;
  const born = context.to.facts.get(fact.parent as ObjectId)?.definition.unlogged;
  if (identitySequence === undefined) return [];
  const typed = identityType === undefined ? [] : [sequenceType(fact.definition)];
  if (born === identityUnlogged) return typed;
  return [...typed, `ALTER SEQUENCE ${identitySequence} SET ${identityUnlogged ? 'UNLOGGED' : 'LOGGED'}`];
}

function sequenceType(is: Definition): string {
  const options = identityOptions(is).join(' ');
  return `ALTER SEQUENCE ${is.identitySequence} AS ${is.identityType ?? is.type} ${options}`;
}

/** What turns one identity into another, or gives a column its first. */
export function alterIdentity(
  was: Definition,
  is: Definition,
  column: string,
  context: Context,
  alter: (clause: string) => string,
): (string | Statement)[] {
  if (is.identity === undefined) return [];
  if (was.identity === undefined) return [alter(`ADD ${identitySql(is)}`), countOn(column, is, context)];
  const clauses: string[] = [];
  if (was.identity !== is.identity) clauses.push(`SET GENERATED ${is.identity}`);
  const statements: (string | Statement)[] = [];
  const hazards: Hazard[] = [];
  if (was.identityOptions !== is.identityOptions || was.type !== is.type) {
    const sequence = String(was.identitySequence);
    const fit = fitValue(sequence, identityBounds(was), identityBounds(is));
    clauses.push(
      ...identityOptions(is).map((option) => `SET ${option}`),
      ...(fit === 'restart' ? ['RESTART'] : []),
    );
    if (fit === 'restart') hazards.push(forgottenCount(sequence));
    else statements.push(...fit.map((sql) => ({ sql, hazards: [movedCount(sequence)] })));
  }
  if (clauses.length > 0) statements.push({ sql: alter(clauses.join(' ')), hazards });
  // ALTER COLUMN TYPE sets the sequence's type as well.
  if (was.identityType !== is.identityType || (is.identityType && was.type !== is.type))
    statements.push(sequenceType(is));
  if (was.identityUnlogged !== is.identityUnlogged) {
    statements.push(
      `ALTER SEQUENCE ${was.identitySequence} SET ${is.identityUnlogged ? 'UNLOGGED' : 'LOGGED'}`,
    );
  }
  if (was.identitySequence !== is.identitySequence && was.identitySequence && is.identitySequence) {
    statements.push(
      `ALTER SEQUENCE ${was.identitySequence} RENAME TO ${lastPart(String(is.identitySequence))}`,
    );
  }
  return statements;
}

/** Resets explicit bounds that a smaller type cannot have before the column gets that type. */
export function widenIdentity(was: Definition, is: Definition): string[] {
  if (was.identity === undefined || is.identity === undefined) return [];
  const said = String(was.identityOptions ?? '');
  const { min, max } = boundsOfType(String(is.type)) ?? wholeNumbers.bigint;
  const clauses = [...said.matchAll(/(MINVALUE|MAXVALUE) (-?\d+)/g)]
    .filter(([, , value]) => BigInt(value as string) < min || BigInt(value as string) > max)
    .map(([, word]) => `SET NO ${word}`);
  return clauses.length === 0 ? [] : [clauses.join(' ')];
}

/** Makes a new identity go on where the one was that it replaces. `saved` is a table with its current value. */
export function goOnCounting(was: Definition, is: Definition, saved: string): Statement[] {
  const sequence = String(is.identitySequence);
  const [old, now] = [identityBounds(was), identityBounds(is)];
  if (shareNone(old, now)) return [];
  const hazards = isWithin(old, now) ? [] : [movedCount(sequence)];
  return [{ sql: setFitting(sequence, saved, old, now), hazards }];
}

/** Sets the sequence of a new identity behind the greatest value of its column. */
export function countOn(column: string, is: Definition, context: Context): Statement {
  const [table, name] = splitLast(column);
  const bare = splitIdentifier(name)[0] as string;
  const sequence = `pg_catalog.pg_get_serial_sequence(${quoteLiteral(table)}, ${quoteLiteral(bare)})`;
  const bounds = identityBounds(is);
  const start = optionOf(is, 'START WITH');
  const isDescending = String(is.identityOptions ?? '').includes('INCREMENT BY -');
  const sql = countOnSql(column, sequence, givenOut(bounds, isDescending, start), isDescending);
  return { sql, hazards: hazardsOfCounting(column, context) };
}

/** The values that a sequence gives out from its start on. */
export function givenOut({ min, max }: Bounds, isDescending: boolean, start: string | undefined): Bounds {
  if (start === undefined) return { min, max };
  return isDescending ? { min, max: BigInt(start) } : { min: BigInt(start), max };
}

/**
 * `column` is qualified and quoted, `sequence` an expression. Nothing happens where the last of the rows is none that the sequence
 * gives out. `used`: the name of a sequence that may have given out more.
 */
export function countOnSql(
  column: string,
  sequence: string,
  { min, max }: Bounds,
  isDescending: boolean,
  used?: string,
): string {
  const [table, name] = splitLast(column);
  const last = `${isDescending ? 'min' : 'max'}(${name})`;
  const farther = isDescending ? 'LEAST' : 'GREATEST';
  const value = used === undefined ? last : `${farther}(${last}, (SELECT last_value FROM ${used}))`;
  return `SELECT pg_catalog.setval(${sequence}, ${value}) FROM ${table} HAVING ${last} BETWEEN ${min} AND ${max}`;
}

/** All options of the sequence: those that are not given are reset to their defaults. */
function identityOptions(is: Definition): string[] {
  const said = String(is.identityOptions ?? '');
  const { min, max } = identityBounds(is);
  const has = (word: string) => said.includes(word);
  const parts = [...said.matchAll(/(INCREMENT BY|MINVALUE|MAXVALUE|START WITH|CACHE) -?\d+|CYCLE/g)].map(
    ([part]) => part,
  );
  const descends = /INCREMENT BY -/.test(said);
  if (!has('INCREMENT BY')) parts.push('INCREMENT BY 1');
  if (!has('MINVALUE')) parts.push('NO MINVALUE');
  if (!has('MAXVALUE')) parts.push('NO MAXVALUE');
  if (!has('START WITH')) parts.push(`START WITH ${descends ? max : min}`);
  if (!has('CACHE')) parts.push('CACHE 1');
  if (!/(^| )CYCLE/.test(said)) parts.push('NO CYCLE');
  return parts;
}

function identityBounds(is: Definition): Bounds {
  const bounds = {
    increment: optionOf(is, 'INCREMENT BY'),
    min: optionOf(is, 'MINVALUE'),
    max: optionOf(is, 'MAXVALUE'),
  };
  return boundsOf(String(is.identityType ?? is.type), bounds);
}

function optionOf({ identityOptions }: Definition, word: string): string | undefined {
  return new RegExp(`${word} (-?\\d+)`).exec(String(identityOptions ?? ''))?.[1];
}
