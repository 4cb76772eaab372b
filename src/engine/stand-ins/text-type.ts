/** What tells one text-backed base type from another. */
interface TextType {
  readonly name: string;
  /** `length` reads `type(n)` as one number, as stored by the real type; `later` leaves it to the caller. */
  readonly typmod?: 'length' | 'later';
  readonly btree?: string;
  readonly hash?: string;
}

/**
 * SQL for a base type that stores its input unchanged as text: input and output, comparison operators, default btree and
 * hash operator classes. PostgreSQL's own text and bytea functions serve it, so no compiled code is needed.
 */
export function textType({
  name,
  typmod,
  btree = `${name}_ops`,
  hash = `${name}_hash_ops`,
}: TextType): string {
  const length = typmod === 'length';
  return `
CREATE TYPE ${name};
${internal(`${name}_in(cstring, oid, integer)`, name, 'textin')}
${internal(`${name}_out(${name})`, 'cstring', 'textout')}
${internal(`${name}_recv(internal, oid, integer)`, name, 'textrecv')}
${internal(`${name}_send(${name})`, 'bytea', 'textsend')}
${length ? internal(`${name}_typmod_in(cstring[])`, 'integer', 'bittypmodin') : ''}
${length ? internal(`${name}_typmod_out(integer)`, 'cstring', 'bittypmodout') : ''}
CREATE TYPE ${name} (INPUT = ${name}_in, OUTPUT = ${name}_out, RECEIVE = ${name}_recv, SEND = ${name}_send,
  ${length ? `TYPMOD_IN = ${name}_typmod_in, TYPMOD_OUT = ${name}_typmod_out,` : ''} STORAGE = extended);
${comparison(name)}
CREATE OPERATOR CLASS ${btree} DEFAULT FOR TYPE ${name} USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =,
  OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 ${name}_cmp(${name}, ${name});
${internal(`${name}_hash(${name})`, 'integer', 'hashvarlena')}
CREATE OPERATOR CLASS ${hash} DEFAULT FOR TYPE ${name} USING hash AS OPERATOR 1 =, FUNCTION 1 ${name}_hash(${name});
`;
}

/** SQL for one function that PostgreSQL already has in compiled form, under another signature. */
export function internal(signature: string, result: string, symbol: string): string {
  return `CREATE FUNCTION ${signature} RETURNS ${result} LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS '${symbol}';`;
}

const comparisons = [
  ['=', 'eq', '=', '<>', 'eqsel', ', HASHES, MERGES'],
  ['<>', 'ne', '<>', '=', 'neqsel', ''],
  ['<', 'lt', '>', '>=', 'scalarltsel', ''],
  ['<=', 'le', '>=', '>', 'scalarlesel', ''],
  ['>', 'gt', '<', '<=', 'scalargtsel', ''],
  ['>=', 'ge', '<=', '<', 'scalargesel', ''],
] as const;

function comparison(name: string): string {
  // bytea's functions need no collation, which a type of our own has not.
  const operators = comparisons.map(
    ([operator, word, commutator, negator, selectivity, more]) => `
${internal(`${name}_${word}(${name}, ${name})`, 'boolean', `bytea${word}`)}
CREATE OPERATOR ${operator} (LEFTARG = ${name}, RIGHTARG = ${name}, FUNCTION = ${name}_${word}, COMMUTATOR = ${commutator},
  NEGATOR = ${negator}, RESTRICT = ${selectivity}${more});`,
  );
  return `${operators.join('')}\n${internal(`${name}_cmp(${name}, ${name})`, 'integer', 'byteacmp')}`;
}
