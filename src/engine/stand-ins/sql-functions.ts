/** How `sqlFunctions` declares what it makes; the default suits pure functions of their arguments. */
interface FunctionTraits {
  readonly volatility?: 'IMMUTABLE' | 'STABLE' | 'VOLATILE';
  readonly strict?: boolean;
}

/**
 * SQL that creates one function per line of `lines`, each `name(arguments) result = expression`. Empty lines are skipped.
 * Bodies are bound when created (`RETURN ...`), so that they do not depend on anyone's search_path.
 */
export function sqlFunctions(lines: string, traits: FunctionTraits = {}): string {
  const { volatility = 'IMMUTABLE', strict = true } = traits;
  const tail = `LANGUAGE sql ${volatility}${strict ? ' STRICT' : ''} PARALLEL SAFE`;
  return nonEmptyLines(lines)
    .map((line) => {
      const [head, expression] = splitOnce(line, ' = ');
      const end = closingParenthesis(head, head.indexOf('(')) + 1;
      return `CREATE FUNCTION ${head.slice(0, end)} RETURNS ${head.slice(end).trim()} ${tail} RETURN ${expression};\n`;
    })
    .join('');
}

/** SQL that creates one operator per line of `lines`, each `left operator right function [commutator]`. */
export function sqlOperators(lines: string): string {
  return nonEmptyLines(lines)
    .map((line) => {
      const [left, name, right, fn, commutator] = line.split(/\s+/);
      const commutes = (commutator ?? '') === '' ? '' : `, COMMUTATOR = ${commutator}`;
      return `CREATE OPERATOR ${name} (LEFTARG = ${left}, RIGHTARG = ${right}, FUNCTION = ${fn}${commutes});\n`;
    })
    .join('');
}

/** The index of the parenthesis that closes the one at `open`, or the last index where none does. */
export function closingParenthesis(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at;
  }
  return text.length - 1;
}

function nonEmptyLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function splitOnce(line: string, separator: string): [string, string] {
  // A default such as `x text DEFAULT 'a'` has no " = ", so the first one ends the signature.
  const at = line.indexOf(separator);
  return [line.slice(0, at), line.slice(at + separator.length)];
}
