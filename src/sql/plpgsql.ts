import { alwaysQuoted } from '../postgres/identifier.ts';
import { parseRoutine } from './parse.ts';
import { tokens } from './scan.ts';

/** A variable of a body, also NEW, OLD, FOUND and those that PL/pgSQL gives to triggers. */
interface BodyVariable {
  /** Unquoted. */
  readonly name: string;
  /** As declared: `bigint`, `public.users`, `users.id%TYPE`; `record` where rows of any shape may be in it. */
  readonly type: string;
  /** The variable or parameter of which this is another name. */
  readonly aliasOf?: string;
  /** Declared for the whole body for certain, not for a block or a loop in it. */
  readonly isEverywhere: boolean;
}

/** What the server analyses when a body gets there. */
export interface BodyStatement {
  /** In the body, from 1. */
  readonly line: number;
  /** A whole statement; of an expression `SELECT` and the expression. */
  readonly sql: string;
  /** Whether the body has asked before by which statement, or for which table, it was called. */
  readonly asked: 'nothing' | 'operation' | 'table';
}

export interface PlpgsqlBody {
  readonly variables: readonly BodyVariable[];
  readonly labels: readonly string[];
  /** Without those whose failure a handler may catch, and those that come after the body has asked the catalog, or changed it. */
  readonly statements: readonly BodyStatement[];
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a routine in PL/pgSQL; undefined where the parser does not take it. Types that the parser does not know, but in declarations,
 * have to be written as `text`. `loadParser` must have been awaited.
 */
export function readPlpgsql(definition: string): PlpgsqlBody | undefined {
  // A row's type alone says the same, and the parser knows its fields.
  const text = definition.replaceAll(/%\s*ROWTYPE/gi, (word) => ' '.repeat(word.length));
  const parsed = parseRoutine(text);
  if (parsed === undefined) return undefined;
  const datums = (parsed.datums ?? []) as readonly Fields[];
  const reader = new BodyReader();
  reader.declarations(datums);
  reader.read(parsed.action, 0);
  return { variables: variablesOf(datums, parsed), labels: reader.labels, statements: reader.statements() };
}

function variablesOf(datums: readonly Fields[], { aliases, action }: Fields): readonly BodyVariable[] {
  const begins = Number((action as Readonly<Record<string, Fields>>)?.PLpgSQL_stmt_block?.lineno ?? 0);
  const ofCursors = argumentsOfCursors(datums);
  const variableOf = (datum: Fields | undefined, at: number): readonly BodyVariable[] => {
    const fields = (datum?.PLpgSQL_var ?? datum?.PLpgSQL_rec) as Fields | undefined;
    const { typname = 'record' } = (fields?.datatype as { PLpgSQL_type?: { typname?: string } })
      ?.PLpgSQL_type ?? { typname: 'record' };
    const isEverywhere = Number(fields?.lineno ?? 0) < begins && !ofCursors.has(at);
    return fields === undefined ? [] : [{ name: String(fields.refname), type: typname, isEverywhere }];
  };
  const others = ((aliases ?? []) as readonly Fields[]).flatMap(({ PLpgSQL_alias }) => {
    const { name, varno = 0 } = PLpgSQL_alias as { name: string; varno?: number };
    return variableOf(datums[varno], varno).map((variable) => ({
      ...variable,
      name,
      aliasOf: variable.name,
      isEverywhere: false,
    }));
  });
  return [...datums.flatMap(variableOf), ...others];
}

/** Which variables are arguments of cursors, which only their queries know. */
function argumentsOfCursors(datums: readonly Fields[]): ReadonlySet<number> {
  const rows = datums.flatMap(({ PLpgSQL_var }) => {
    const row = (PLpgSQL_var as Fields | undefined)?.cursor_explicit_argrow;
    return typeof row === 'number' ? ((datums[row]?.PLpgSQL_row as Fields)?.fields ?? []) : [];
  });
  return new Set((rows as readonly { varno?: number }[]).map(({ varno = 0 }) => varno));
}

/** What asks which objects there are: what follows may run only where they are. */
const asksCatalog =
  /\b(information_schema|to_reg\w+|reg(class|proc|procedure|type)|pg_(class|attribute|proc|type|namespace|tables|views|matviews|index(es)?|extension|available_extensions|trigger|constraint|depend|inherits|polic(y|ies)|publication\w*|sequences?|stat\w*)|search_path)\b/i;

/** What asks for which table a trigger was fired, or what a row has. */
const asksTable =
  /\btg_(table_name|table_schema|relname|relid|argv|nargs|name|when|level)\b|\b(to_jsonb?|row_to_json|hstore)\s*\(\s*(new|old)\b/i;
const asksOperation = /\btg_op\b/i;

/** Statements after which the catalog is no longer what it was. */
const changesCatalog = /^\s*(create|alter|drop|set|reset|import)\b/i;
const composesChange = /\b(create|alter|drop|set_config|set)\b/i;

/** Conditions of handlers that catch what is missing. */
const catchesMissing = /others|undefined|syntax_error_or_access|^42/i;

/** Goes through a body in the order in which it runs. */
class BodyReader {
  readonly labels: string[] = [];
  private readonly found: BodyStatement[] = [];
  private declared = 0;
  private catches = false;
  private asked: BodyStatement['asked'] = 'nothing';
  private knowsNoMore = false;
  /** Variables that hold what was asked for. */
  private readonly answers = new Set<string>();

  /** The variables themselves, whose types may be gone, the values that they begin with, and the queries of cursors. */
  declarations(datums: readonly Fields[]): void {
    for (const datum of datums) {
      const declared = (datum.PLpgSQL_var ?? datum.PLpgSQL_rec) as Fields | undefined;
      const [value, query] = [textOf(declared?.default_val), textOf(declared?.cursor_explicit_expr)];
      const line = Number(declared?.lineno ?? 1);
      if (declared?.lineno !== undefined) this.add(`SELECT ${alwaysQuoted(String(declared.refname))}`, line);
      if (value !== undefined) this.assigned(`SELECT ${value}`, [String(declared?.refname)], line);
      if (query !== undefined) this.add(query, line);
    }
    this.declared = this.found.length;
  }

  /** Of what was found. A handler may be around the block whose variables begin with these values. */
  statements(): readonly BodyStatement[] {
    return this.catches ? this.found.slice(this.declared) : this.found;
  }

  read(node: unknown, line: number): void {
    if (Array.isArray(node)) for (const item of node) this.read(item, line);
    if (node === null || typeof node !== 'object' || Array.isArray(node)) return;
    for (const [kind, value] of Object.entries(node as Fields)) this.readNode(kind, value as Fields, line);
  }

  private readNode(kind: string, fields: Fields, outer: number): void {
    const line = Number(fields?.lineno ?? outer);
    switch (kind) {
      case 'PLpgSQL_expr':
        this.add(sqlOf(fields), line);
        return;
      case 'PLpgSQL_stmt_block':
        this.block(fields, line);
        return;
      case 'PLpgSQL_stmt_assign':
        this.assignment(textOf(fields.expr) ?? '', line);
        return;
      case 'PLpgSQL_stmt_execsql':
        this.assigned(textOf(fields.sqlstmt) ?? '', targetsOf(fields.target), line);
        return;
      case 'PLpgSQL_stmt_dynexecute':
        if (composesChange.test(textOf(fields.query) ?? '')) this.knowsNoMore = true;
        break;
      case 'PLpgSQL_stmt_perform':
        this.assigned(textOf(fields.expr) ?? '', ['found'], line);
        return;
      case 'PLpgSQL_stmt_if':
        this.condition(textOf(fields.cond) ?? '');
        for (const { PLpgSQL_if_elsif } of (fields.elsif_list ?? []) as readonly Fields[])
          this.condition(textOf((PLpgSQL_if_elsif as Fields).cond) ?? '');
        break;
      case 'PLpgSQL_stmt_case': {
        const whens = (fields.case_when_list ?? []) as readonly Fields[];
        this.condition(textOf(fields.t_expr) ?? '');
        for (const { PLpgSQL_case_when } of whens)
          this.condition(textOf((PLpgSQL_case_when as Fields).expr) ?? '');
        break;
      }
      case 'PLpgSQL_stmt_while':
        this.condition(textOf(fields.cond) ?? '');
        break;
    }
    this.parts(fields, line);
  }

  /** What a statement is made of; what a loop goes through comes before what it does. */
  private parts(fields: Fields, line: number): void {
    if (fields === null || typeof fields !== 'object') return;
    const { body, var: _, ...rest } = fields;
    for (const part of Object.values(rest)) this.read(part, line);
    this.read(body, line);
  }

  private block({ label, body, exceptions }: Fields, line: number): void {
    if (typeof label === 'string') this.labels.push(label);
    const handlers = (exceptions as { PLpgSQL_exception_block?: Fields })?.PLpgSQL_exception_block?.exc_list;
    const caught = this.found.length;
    this.read(body, line);
    if (conditionsOf(handlers).some((condition) => catchesMissing.test(condition))) {
      this.found.length = caught;
      this.catches = true;
    }
    this.read(handlers, line);
  }

  private assignment(text: string, line: number): void {
    const at = assignmentAt(text);
    if (at === undefined) return;
    const target = text.slice(0, at.start).trim();
    this.assigned(`SELECT ${text.slice(at.end)}`, [target], line);
  }

  /** A statement whose results are put into variables: if it asks whether something is there, they hold the answer. */
  private assigned(sql: string, targets: readonly string[], line: number): void {
    for (const target of targets) if (target.includes('.')) this.add(`SELECT ${target}`, line);
    this.add(sql, line);
    if (asksTable.test(sql) || asksOperation.test(sql) || this.usesAnswer(sql))
      for (const target of targets) if (!target.includes('.')) this.answers.add(wordsOf(target)[0] ?? '');
  }

  private condition(text: string): void {
    if (asksCatalog.test(text)) this.knowsNoMore = true;
    if (asksTable.test(text) || this.usesAnswer(text)) this.asked = 'table';
    else if (asksOperation.test(text) && this.asked === 'nothing') this.asked = 'operation';
  }

  private usesAnswer(sql: string): boolean {
    return this.answers.size > 0 && wordsOf(sql).some((word) => this.answers.has(word));
  }

  private add(sql: string, line: number): void {
    if (asksCatalog.test(sql) || changesCatalog.test(sql)) this.knowsNoMore = true;
    if (!this.knowsNoMore && sql !== '') this.found.push({ line, sql, asked: this.asked });
  }
}

/** With the fields of variables as those of values: `(new).id` is one of the row alone, where `new.id` may be a table's. */
export function asFieldsOfValues(sql: string, isVariable: (name: string) => boolean): string {
  const all = [...tokens(sql)].map((token) => ({ ...token, text: sql.slice(token.start, token.end) }));
  let written = '';
  let at = 0;
  for (const [i, { kind, start, end, text }] of all.entries()) {
    const isFirst = all[i - 1]?.text !== '.' && all[i + 1]?.text === '.' && all[i + 2]?.text !== '*';
    if (!isFirst || !/^(word|quoted)$/.test(kind) || !isVariable(wordsOf(text)[0] ?? '')) continue;
    written += `${sql.slice(at, start)}(${text})`;
    at = end;
  }
  return written + sql.slice(at);
}

/** The words and names of a text, folded, without quotes. */
export function wordsOf(sql: string): readonly string[] {
  return [...tokens(sql)].flatMap(({ kind, start, end }) => {
    const text = sql.slice(start, end);
    if (kind === 'quoted') return [text.slice(1, -1).replaceAll('""', '"')];
    return kind === 'word' ? [text.toLowerCase()] : [];
  });
}

function textOf(node: unknown): string | undefined {
  const { query } = (node as { PLpgSQL_expr?: { query?: string } } | undefined)?.PLpgSQL_expr ?? {};
  return query;
}

/** The parser tells statements from expressions. */
function sqlOf({ query, parseMode }: Fields): string {
  return parseMode === 0 ? String(query) : `SELECT ${query}`;
}

/** Where a text such as `NEW.a[1] := 2` has its `:=` or `=`. */
function assignmentAt(text: string): { readonly start: number; readonly end: number } | undefined {
  let depth = 0;
  let before = '';
  for (const { start, end } of tokens(text)) {
    const token = text.slice(start, end);
    if (token === '[' || token === '(') depth += 1;
    if (token === ']' || token === ')') depth -= 1;
    if (token === '=' && depth === 0) return { start: before === ':' ? start - 1 : start, end };
    before = token;
  }
  return undefined;
}

/** The names of what INTO fills: variables, and fields of rows. */
function targetsOf(target: unknown): readonly string[] {
  const { PLpgSQL_row, PLpgSQL_rec } = (target ?? {}) as Readonly<Record<string, Fields | undefined>>;
  if (PLpgSQL_rec !== undefined) return [String(PLpgSQL_rec.refname)];
  return ((PLpgSQL_row?.fields ?? []) as readonly { name: string }[]).map(({ name }) =>
    name.split('.').map(alwaysQuoted).join('.'),
  );
}

function conditionsOf(handlers: unknown): readonly string[] {
  return ((handlers ?? []) as readonly { PLpgSQL_exception?: Fields }[])
    .flatMap(({ PLpgSQL_exception }) => (PLpgSQL_exception?.conditions ?? []) as readonly Fields[])
    .map(({ PLpgSQL_condition }) => String((PLpgSQL_condition as Fields).condname));
}
