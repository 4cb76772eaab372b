import { bodiesOf } from './inner.ts';
import { parseRoutine } from './parse.ts';
import { tokens } from './scan.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Whether a routine in PL/pgSQL has no RETURN and may get to the end of its body all the same, where the server refuses it if it has
 * to give something back: "control reached end of function without RETURN". False where the parser does not take it. `loadParser`
 * must have been awaited. https://www.postgresql.org/docs/18/plpgsql-control-structures.html#PLPGSQL-STATEMENTS-RETURNING
 */
export function endsWithoutReturn(definition: string): boolean {
  if (bodiesOf(definition).some(hasReturn)) return false;
  const action = parseRoutine(definition)?.action;
  return action !== undefined && goesOn([action]);
}

function hasReturn(body: string): boolean {
  return [...tokens(body)].some(
    ({ kind, start, end }) => kind === 'word' && body.slice(start, end).toUpperCase() === 'RETURN',
  );
}

/** Whether what follows these statements may be reached. The parser adds a RETURN of its own, which says nothing. */
function goesOn(statements: unknown): boolean {
  return ((statements ?? []) as readonly Readonly<Record<string, Fields>>[]).every((statement) =>
    Object.entries(statement).every(([kind, fields]) => passes(kind, fields)),
  );
}

/** `elog_level` of RAISE EXCEPTION. */
const exception = 21;

function passes(kind: string, fields: Fields): boolean {
  switch (kind) {
    case 'PLpgSQL_stmt_raise':
      return Number(fields.elog_level) < exception;
    case 'PLpgSQL_stmt_block': {
      const { exc_list } = partOf(fields.exceptions, 'PLpgSQL_exception_block');
      const handlers = itemsOf(exc_list, 'PLpgSQL_exception');
      return goesOn(fields.body) || handlers.some(({ action }) => goesOn(action));
    }
    case 'PLpgSQL_stmt_if': {
      const others = itemsOf(fields.elsif_list, 'PLpgSQL_if_elsif');
      const bodies = [fields.then_body, ...others.map(({ stmts }) => stmts), fields.else_body];
      return bodies.some(goesOn);
    }
    case 'PLpgSQL_stmt_case': {
      // Without ELSE a value that none of them is fails.
      const bodies = itemsOf(fields.case_when_list, 'PLpgSQL_case_when').map(({ stmts }) => stmts);
      return bodies.some(goesOn) || (fields.have_else === true && goesOn(fields.else_stmts));
    }
    case 'PLpgSQL_stmt_loop':
      return JSON.stringify(fields).includes('"is_exit":true');
    default:
      return true;
  }
}

function partOf(node: unknown, kind: string): Fields {
  return (node as Readonly<Record<string, Fields>> | undefined)?.[kind] ?? {};
}

function itemsOf(nodes: unknown, kind: string): readonly Fields[] {
  return ((nodes ?? []) as readonly unknown[]).map((node) => partOf(node, kind));
}
