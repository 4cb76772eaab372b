import { bareName } from '../../postgres/identifier.ts';
import { type AnyNode, byKind, lastString, walk } from '../../sql/nodes.ts';
import { missingRoutine } from '../said.ts';
import { lastName } from '../story.ts';
import { assume } from './assumptions.ts';
import { conditionsIn } from './guess-type.ts';
import { assumeExtensionOf } from './objects.ts';
import { learnOperand } from './operands.ts';
import { isOwn, type Scene } from './scene.ts';

/** 42883: an operand of the wrong type, or a function or procedure that no migration makes. */
export function learnFunction(scene: Scene): void {
  const { assumptions, failure } = scene;
  if (learnOperand(scene)) return;
  const said = missingRoutine(failure.error.message);
  if (said === undefined) return;
  const { word, full, types = '' } = said;
  if (isOwn(scene, lastName('function', full), /function|procedure/)) return;
  if (assumeExtensionOf(assumptions, bareName(full))) return;
  const named = types.replaceAll('unknown', 'text');
  assume(assumptions, 'function', `${word} ${full}(${named})`, madeBy(scene, word, full, named));
}

function madeBy(scene: Scene, word: string, full: string, types: string): string {
  if (/^CREATE (OR REPLACE )?(CONSTRAINT )?TRIGGER\b/.test(scene.failure.head))
    return `CREATE FUNCTION ${full}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`;
  if (word === 'aggregate') {
    const step = `${full}_step`;
    return `CREATE FUNCTION ${step}(text, ${types}) RETURNS text LANGUAGE sql AS 'SELECT $1';\nCREATE AGGREGATE ${full}(${types}) (SFUNC = ${step}, STYPE = text)`;
  }
  if (word === 'procedure') return `CREATE PROCEDURE ${full}(${types}) LANGUAGE plpgsql AS 'BEGIN END'`;
  const result = resultOf(scene, bareName(full));
  return `CREATE FUNCTION ${full}(${types}) RETURNS ${result} LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`;
}

/** The result type of the function: that of the column whose default calls it, or boolean where it is called as a condition. */
function resultOf({ trees }: Scene, name: string): string {
  let result: string | undefined;
  walk(trees, (node, kind) => {
    if (conditionsIn(node, kind).some((value) => isCall(value, name))) result = 'boolean';
    if (kind !== 'ColumnDef') return;
    let calls = false;
    walk(node.constraints, (inner, what) => {
      if (what === 'FuncCall' && JSON.stringify(inner.funcname).includes(`"${name}"`)) calls = true;
    });
    if (calls) result = lastString((node.typeName as AnyNode).names);
  });
  return result ?? 'text';
}

function isCall(value: unknown, name: string): boolean {
  return lastString(byKind(value).FuncCall?.funcname) === name;
}
