import { conditionFields } from '../../sql/conditions.ts';
import { type AnyNode, byKind, lastString, walk } from '../../sql/nodes.ts';

/** Guesses the type of a column that no migration makes: from how the statements use it, else from its name. */
export function guessType(column: string, trees: readonly unknown[]): string {
  let guess: string | undefined;
  walk(trees, (node, kind) => {
    guess ??= guessFrom(column, node, kind);
  });
  return guess ?? guessFromName(column);
}

/** The expressions of a node that must be boolean: a whole condition, or the operands of AND, OR and NOT. */
export function conditionsIn(node: AnyNode, kind: string): readonly unknown[] {
  if (kind === 'BoolExpr') return (node.args ?? []) as readonly unknown[];
  if (kind === 'BooleanTest') return [node.arg];
  return [
    ...conditionFields.map((field) => node[field]),
    ...(kind === 'Constraint' && node.contype === 'CONSTR_CHECK' ? [node.raw_expr] : []),
  ];
}

function guessFrom(column: string, node: AnyNode, kind: string): string | undefined {
  if (conditionsIn(node, kind).some((value) => isColumn(value, column))) return 'boolean';
  switch (kind) {
    case 'A_Expr': {
      const [left, right] = [node.lexpr, node.rexpr];
      if (/^AEXPR_OP_A(NY|LL)$/.test(String(node.kind)) && isColumn(right, column))
        return `${typeOfValue(left) ?? 'text'}[]`;
      if (isColumn(left, column)) return typeOfValue(right);
      return isColumn(right, column) ? typeOfValue(left) : undefined;
    }
    case 'FuncCall':
      return ofArrays.test(lastString(node.funcname) ?? '') &&
        isColumn((node.args as readonly unknown[])?.[0], column)
        ? 'text[]'
        : undefined;
    case 'IndexStmt':
      return typeOfIndexed(column, node);
    case 'ResTarget':
      return node.name === column ? typeOfValue(node.val) : undefined;
    case 'AlterTableCmd':
      return node.name === column ? typeOfAltered(node) : undefined;
    case 'Constraint':
      return typeOfExcluded(column, node);
    default:
      return undefined;
  }
}

/** Functions whose first argument is an array. */
const ofArrays =
  /^(array_(append|cat|dims|length|lower|ndims|position|positions|remove|replace|to_string|upper)|cardinality|unnest)$/;

function isColumn(value: unknown, column: string): boolean {
  return lastString(byKind(value).ColumnRef?.fields) === column;
}

/** The type of a literal or call, as far as it shows. */
export function typeOfValue(value: unknown): string | undefined {
  if (Array.isArray(value)) return typeOfValue(value[0]);
  const { A_Const, TypeCast, FuncCall, SQLValueFunction, List } = byKind(value);
  if (List !== undefined) return typeOfValue(List.items?.[0]);
  if (A_Const?.ival !== undefined) return 'bigint';
  if (A_Const?.fval !== undefined) return 'numeric';
  if (A_Const?.boolval !== undefined) return 'boolean';
  if (A_Const?.sval !== undefined) return typeOfText(A_Const.sval.sval ?? '');
  if (TypeCast !== undefined) return namedType(TypeCast.typeName?.names);
  if (SQLValueFunction !== undefined) return 'timestamptz';
  return lastString(FuncCall?.funcname) === 'now' ? 'timestamptz' : undefined;
}

function typeOfText(text: string): string {
  return /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d/.test(text) ? 'timestamptz' : 'text';
}

const plainTypes =
  /^(int2|int4|int8|text|varchar|bool|uuid|jsonb?|numeric|float[48]|date|time(stamp)?(tz)?)$/;

function namedType(names: unknown): string | undefined {
  const name = lastString(names);
  return name !== undefined && plainTypes.test(name) ? name : undefined;
}

/** The type that a GIN or GiST index without operator class is for. */
function typeOfIndexed(column: string, node: AnyNode): string | undefined {
  const elements = ((node.indexParams ?? []) as readonly unknown[]).map((item) => byKind(item).IndexElem);
  const element = elements.find((one) => one?.name === column);
  if (element === undefined) return undefined;
  const opclass = lastString(element.opclass);
  if (opclass !== undefined) return opclassTypes.find(([name]) => name.test(opclass))?.[1];
  if (node.accessMethod === 'gin') return 'jsonb';
  return node.accessMethod === 'gist' ? 'tstzrange' : undefined;
}

/** The types that operator classes are for. */
const opclassTypes: readonly (readonly [RegExp, string])[] = [
  [/^halfvec_/, 'halfvec(3)'],
  [/^vector_/, 'vector(3)'],
  [/^jsonb_/, 'jsonb'],
  [/^gin__int_ops$/, 'integer[]'],
  [/^array_ops$/, 'text[]'],
  [/^inet_ops$/, 'inet'],
  [/^uuid_ops$/, 'uuid'],
];

/** `EXCLUDE USING gist (during WITH &&)` and `UNIQUE (room, during WITHOUT OVERLAPS)` want a range. */
function typeOfExcluded(column: string, node: AnyNode): string | undefined {
  if (node.without_overlaps === true && lastString(node.keys) === column) return 'tstzrange';
  for (const item of (node.exclusions ?? []) as readonly unknown[]) {
    const [element, operator] = byKind(item).List?.items ?? [];
    if (byKind(element).IndexElem?.name !== column) continue;
    const sign = JSON.stringify(operator ?? '');
    return sign.includes('"&&"') ? 'tstzrange' : undefined;
  }
  return undefined;
}

/**
 * The type of a column that is altered: before ALTER TYPE one whose change rewrites the table, before SET DEFAULT that of the
 * value.
 */
function typeOfAltered(node: AnyNode): string | undefined {
  if (node.subtype === 'AT_ColumnDefault') return typeOfValue(node.def);
  if (node.subtype === 'AT_AddIdentity') return 'bigint NOT NULL';
  if (node.subtype === 'AT_SetIdentity' || node.subtype === 'AT_DropIdentity')
    return 'bigint GENERATED ALWAYS AS IDENTITY';
  if (node.subtype === 'AT_DropExpression') return 'bigint GENERATED ALWAYS AS (1) STORED';
  if (node.subtype !== 'AT_AlterColumnType') return undefined;
  const column = byKind(node.def).ColumnDef;
  const type = lastString(column?.typeName?.names);
  if (column?.raw_default !== undefined) return castTypes[type ?? ''] ?? formerTypes[type ?? ''] ?? 'text';
  return formerTypes[type ?? ''] ?? (/^(varchar|bpchar|char|citext)$/.test(type ?? '') ? 'text' : 'integer');
}

const formerTypes: Readonly<Record<string, string>> = {
  int2: 'integer',
  int4: 'smallint',
  int8: 'integer',
  numeric: 'integer',
  float4: 'integer',
  float8: 'integer',
  text: 'integer',
  bool: 'boolean',
  timestamp: 'date',
  timestamptz: 'date',
  date: 'timestamptz',
  json: 'jsonb',
  jsonb: 'json',
  uuid: 'uuid',
  bytea: 'bytea',
};

/** Types to which no cast is automatic: ALTER TYPE needs a USING. */
const castTypes: Readonly<Record<string, string>> = {
  bool: 'text',
  uuid: 'text',
  bytea: 'text',
  jsonb: 'text',
  json: 'text',
};

function guessFromName(column: string): string {
  const name = column.toLowerCase();
  if (/(^|_)at$|(^|_)(date|time|timestamp)$|^(created|updated|deleted)/.test(name)) return 'timestamptz';
  if (/(^|_)(id|no)$/.test(name) || /[a-z]Id$/.test(column)) return 'bigint';
  return /^(is|has|can)_/.test(name) ? 'boolean' : 'text';
}
