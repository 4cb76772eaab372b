import { quoteIdentifier } from '../../postgres/identifier.ts';
import { columnsNamed } from '../../sql/clauses.ts';
import { stringsOf, walk } from '../../sql/nodes.ts';
import { retypeColumns, targetsOf } from './columns.ts';
import type { Scene } from './scene.ts';

/** 42883 of an operator or a built-in function: the guess at an operand's type was wrong. */
export function learnOperand(scene: Scene): boolean {
  const { message } = scene.failure.error;
  if (scene.failure.head.startsWith('ALTER DOMAIN')) return learnBase(scene);
  const [, left = '', sign = '', right = ''] =
    /operator does not exist: (.+?) ([^\w\s"]+) (.+)$/.exec(message) ?? [];
  if (left !== '') {
    const wanted = wantedBy(sign);
    const compared = operandsOf(sign, scene.trees);
    const become = (from: readonly string[], to: string): boolean =>
      retypeColumns(scene, (type, column) => (compared.has(column) && from.includes(type) ? to : undefined));
    if (wanted !== undefined && (left === right || right === 'unknown' || left === 'text'))
      return become([left, right], wanted);
    // Only one side changes its type, text first, which is the least certain guess: otherwise both would only swap their types.
    const [weak, strong] = right === 'text' ? [right, left] : [left, right];
    return become([weak], strong) || become([strong], weak);
  }
  const [, name = '', types = ''] = /^function (\w+)\((.*)\) does not exist/.exec(message) ?? [];
  if (name === '' || types === '') return false;
  const inside = new Set<string>();
  walk(scene.trees, (node, kind) => {
    if (kind !== 'FuncCall' || !JSON.stringify(node.funcname).includes(`"${name}"`)) return;
    for (const column of columnsNamed(node.args)) inside.add(column);
  });
  return retypeColumns(scene, (type, column) =>
    inside.has(column) && type !== operandOf(name) ? operandOf(name) : undefined,
  );
}

/** The columns on both sides of an operator, those of USING and IN included. */
function operandsOf(sign: string, trees: readonly unknown[]): ReadonlySet<string> {
  const found = new Set<string>();
  walk(trees, (node, kind) => {
    const isMeant = kind === 'A_Expr' && stringsOf(node.name).includes(sign);
    if (!isMeant && kind !== 'SubLink' && kind !== 'JoinExpr') return;
    const sides = kind === 'SubLink' ? [node.testexpr, targetsOf(node.subselect)] : [node.lexpr, node.rexpr];
    for (const column of columnsNamed(sides)) found.add(column);
    for (const column of stringsOf(node.usingClause)) found.add(column);
  });
  return found;
}

function operandOf(name: string): string | undefined {
  if (textFunctions.test(name)) return 'text';
  return numberFunctions.test(name) ? 'numeric' : undefined;
}

/** The base type of an assumed domain whose constraint compares it with something other than text. */
function learnBase({ assumptions, failure, trees }: Scene): boolean {
  const type = /operator does not exist: text \S+ (.+)$/.exec(failure.error.message)?.[1];
  walk(trees, (node, kind) => {
    const name = stringsOf(node.typeName).map(quoteIdentifier).join('.');
    const known = kind === 'AlterDomainStmt' ? assumptions.others.get(`domain ${name}`) : undefined;
    if (known !== undefined && type !== undefined)
      assumptions.others.set(`domain ${name}`, { ...known, sql: `CREATE DOMAIN ${name} AS ${type}` });
  });
  return type !== undefined;
}

/** What an operator is for, where text has none of its name. */
function wantedBy(sign: string): string | undefined {
  if (/^[-+*/%]$/.test(sign)) return 'bigint';
  if (/^(->>?|#>>?|@>|<@|\?[|&]?|@\?|@@)$/.test(sign)) return 'jsonb';
  return sign === '&&' ? 'text[]' : undefined;
}

const textFunctions =
  /^(lower|upper|initcap|[bl]?trim|rtrim|length|char_length|substr|substring|left|right|[lr]pad|reverse|replace|translate|strpos|starts_with|to_tsvector|concat|md5|split_part|string_to_\w+|to_date|to_number|regexp_\w+)$/;
const numberFunctions =
  /^(sum|avg|stddev\w*|variance|abs|round|trunc|floor|ceil|ceiling|mod|sign|sqrt|power)$/;
