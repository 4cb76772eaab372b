import { alwaysQuoted, quoteLiteral, splitIdentifier } from '../postgres/identifier.ts';
import { loneNames } from '../sql/lone-names.ts';
import {
  asFieldsOfValues,
  type BodyStatement,
  type PlpgsqlBody,
  readPlpgsql,
  wordsOf,
} from '../sql/plpgsql.ts';
import type { Parameter, Routine } from './routines.ts';

/** What the server is to analyse: all of a body at once, and if that fails its statements one by one. */
export interface Trial {
  readonly routine: Routine;
  readonly table: string | undefined;
  /** DDL that makes the server analyse a whole body. */
  readonly whole: string;
  /** Its statements, made when they are asked for. */
  readonly parts: () => readonly TrialPart[];
  /** Statements that name a variable as they would one of these columns, tried without it. Made when they are asked for. */
  readonly ambiguities: (columns: ReadonlySet<string>) => readonly Ambiguity[];
  /** Names that mean something to the body alone. */
  readonly known: ReadonlySet<string>;
}

/** A statement whose name is that of a column too where the server takes it without the variable. */
export interface Ambiguity {
  readonly line: number | undefined;
  readonly sql: string;
  readonly name: string;
  readonly ddl: string;
}

export interface TrialPart {
  readonly line: number | undefined;
  readonly sql: string;
  readonly ddl: string;
  /** The same, where what is left of a dot is a variable before it is a table: only then a field that it lacks is told of as one. */
  readonly ddlOfFields: string;
}

/** How the body of a routine is tried: a trigger function once for each table whose triggers call it. */
export function trialsOf(routine: Routine): readonly Trial[] {
  // What stands for any type is another one in each call.
  if (routine.parameters.some(({ kind }) => kind === 'p')) return [];
  if (routine.definition !== null) {
    const ddl = routine.definition;
    const part = { line: undefined, sql: routine.source, ddl, ddlOfFields: ddl };
    return [
      {
        routine,
        table: undefined,
        whole: ddl,
        parts: () => [part],
        // Where both are there, SQL takes the column.
        ambiguities: () => [],
        known: new Set(),
      },
    ];
  }
  const body = readPlpgsql(readable(routine));
  if (body === undefined) return [];
  if (routine.result !== 'trigger') return trial(routine, body, undefined);
  const own = body.statements.filter(({ sql }) => !usesRow(sql));
  if (routine.tables.length === 0) return trial(routine, { ...body, statements: own }, undefined);
  return routine.tables.flatMap((table) => {
    const isSure = ({ sql, asked }: BodyStatement) =>
      !usesRow(sql) || asked === 'nothing' || (asked === 'operation' && routine.tables.length === 1);
    return trial(routine, { ...body, statements: body.statements.filter(isSure) }, table);
  });
}

function usesRow(sql: string): boolean {
  return wordsOf(sql).some((word) => word === 'new' || word === 'old');
}

function trial(routine: Routine, body: PlpgsqlBody, table: string | undefined): readonly Trial[] {
  const types = typesOf(routine, body, table);
  const known = new Set([...types.keys(), ...body.labels.map((label) => label.toLowerCase())]);
  const tried = body.statements.flatMap(({ line, sql }) => {
    const used = new Set(wordsOf(sql).filter((word) => types.has(word)));
    return [...used].some((name) => types.get(name) === undefined) ? [] : [{ line, sql, used }];
  });
  if (tried.length === 0) return [];
  const ddlOf = (sql: string, used: Iterable<string>) => throwaway(routine, types, used, sql);
  const all = new Set(tried.flatMap(({ used }) => [...used]));
  const whole = ddlOf(tried.map(({ sql }) => sql).join('\n;\n'), all);
  return [
    {
      routine,
      table,
      known,
      whole,
      parts: () =>
        tried.map(({ line, sql, used }) => {
          const sqlOfFields = asFieldsOfValues(sql, (name) => used.has(name));
          return { line, sql, ddl: ddlOf(sql, used), ddlOfFields: ddlOf(sqlOfFields, used) };
        }),
      ambiguities: (columns) => {
        if (choosesSide.test(routine.source)) return [];
        const shared = new Set(namesEverywhere(routine, body).filter((name) => columns.has(name)));
        return tried.flatMap(({ line, sql, used }) => {
          if (!looksIntoTables.test(sql) || ![...used].some((name) => shared.has(name))) return [];
          const names = [...loneNames(sql)].filter((name) => shared.has(name) && used.has(name));
          return names.map((name) => ({ line, sql, name, ddl: throwaway(routine, types, used, sql, name) }));
        });
      },
    },
  ];
}

/** Such a body says which of the two it means. https://www.postgresql.org/docs/18/plpgsql-implementation.html#PLPGSQL-VAR-SUBST */
const choosesSide = /#\s*variable_conflict\s+use_/i;
const looksIntoTables = /\b(from|insert|update|delete|merge)\b/i;

/** The names of the parameters, columns of RETURNS TABLE among them, and of the variables that the whole body has. */
function namesEverywhere({ parameters }: Routine, { variables }: PlpgsqlBody): readonly string[] {
  const own = variables.filter(({ isEverywhere }) => isEverywhere);
  return [...parameters, ...own].map(({ name }) => name).filter((name) => name !== '');
}

/** The types of all variables, parameters first; undefined where that is not known, or differs from block to block. */
function typesOf(
  { parameters }: Routine,
  { variables }: PlpgsqlBody,
  table: string | undefined,
): ReadonlyMap<string, string | undefined> {
  const own = new Map(
    parameters.map(({ name, type }, i) => [name === '' ? `$${i + 1}` : name, type] as const),
  );
  const types = new Map<string, string | undefined>(own);
  const seen = new Set<string>();
  for (const { name, type, aliasOf } of variables) {
    const told = own.get(aliasOf ?? name) ?? typeOf(name, type, table);
    // A variable of a block within hides the one around it.
    const isHidden = seen.has(name) && (own.has(name) || types.get(name) !== told);
    types.set(name, isHidden ? undefined : told);
    seen.add(name);
  }
  return types;
}

/** The type of a variable as a parameter has it; undefined where rows of any shape may be in it. */
function typeOf(name: string, type: string, table: string | undefined): string | undefined {
  if (table !== undefined && /^(new|old)$/.test(name)) return table;
  return /^(record|refcursor)$/.test(type) || name.startsWith('__Case__') ? undefined : type;
}

/**
 * A function in SQL whose parameters are the variables, but for the one named `without`. It bears the name of the routine, with which
 * a body may qualify parameters. https://www.postgresql.org/docs/18/xfunc-sql.html#XFUNC-SQL-FUNCTION-ARGUMENTS
 */
function throwaway(
  { bare, parameters }: Routine,
  types: ReadonlyMap<string, string | undefined>,
  used: Iterable<string>,
  sql: string,
  without?: string,
): string {
  const own = new Set(parameters.map(({ name }) => name));
  const more = [...used].filter((name) => !own.has(name) && name !== without);
  const list = [
    ...parameters.map(({ name, type }) =>
      name === '' || name === without ? type : `${alwaysQuoted(name)} ${type}`,
    ),
    ...more.map((name) => `${alwaysQuoted(name)} ${types.get(name)}`),
  ];
  return `CREATE FUNCTION pg_temp.${alwaysQuoted(bare)}(${list.join(', ')}) RETURNS void LANGUAGE sql AS ${quoteLiteral(sql)}`;
}

/** The routine for the parser, which knows no types but the server's own. */
function readable({ kind, parameters, result, isRow, isSet, source }: Routine): string {
  const plain = (type: string, isComposite: boolean) =>
    isComposite ? 'some_row' : type.endsWith('[]') ? 'text[]' : 'text';
  const modes = { i: '', v: '', o: 'OUT ', b: 'INOUT ', t: 'OUT ' };
  const list = parameters.map(
    ({ name, mode, type, kind: typeKind }) =>
      `${modes[mode]}${name === '' ? '' : alwaysQuoted(name)} ${plain(type, typeKind === 'c')}`,
  );
  const head = `CREATE ${kind} f(${list.join(', ')})`;
  return `${head} ${returns({ kind, parameters, result, isRow, isSet }, plain)} LANGUAGE plpgsql AS ${quoteLiteral(source)}`;
}

function returns(
  {
    kind,
    parameters,
    result,
    isRow,
    isSet,
  }: Pick<Routine, 'kind' | 'parameters' | 'result' | 'isRow' | 'isSet'>,
  plain: (type: string, isComposite: boolean) => string,
): string {
  if (kind === 'procedure') return '';
  const out = parameters.filter(({ mode }: Parameter) => /[obt]/.test(mode));
  if (out.length > 0 && !isSet) return '';
  const [only] = out;
  const one = only === undefined ? undefined : plain(only.type, only.kind === 'c');
  const whole = /^(trigger|event_trigger|void|record)$/.test(result) ? result : plain(result, isRow);
  return `RETURNS ${isSet ? 'SETOF ' : ''}${out.length > 1 ? 'record' : (one ?? whole)}`;
}

/** The relations that a body or a text in it makes: what uses them may find them there. */
export function madeInside(source: string): readonly string[] {
  return [...source.matchAll(making)].flatMap(([, name = '']) => splitIdentifier(name).at(-1) ?? []);
}

const making =
  /\b(?:CREATE\s+(?:OR\s+REPLACE\s+)?(?:GLOBAL\s+|LOCAL\s+)?(?:TEMP(?:ORARY)?\s+|UNLOGGED\s+|RECURSIVE\s+)*(?:MATERIALIZED\s+VIEW|TABLE|VIEW|SEQUENCE)\s+(?:IF\s+NOT\s+EXISTS\s+)?|INTO\s+(?:TEMP(?:ORARY)?\s+|UNLOGGED\s+)(?:TABLE\s+)?)([\w$".%]+)/gi;
