/** A node of a parse tree, whatever its kind. */
export type AnyNode = Readonly<Record<string, unknown>>;

/** Calls `see` for every node below, with the kind that it stands under. */
export function walk(value: unknown, see: (node: AnyNode, kind: string) => void, kind = ''): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, see, kind);
  } else if (value !== null && typeof value === 'object') {
    see(value as AnyNode, kind);
    for (const [key, child] of Object.entries(value)) walk(child, see, key);
  }
}

/** A guess at the type of a column that no migration makes, from what the statements do with it, else from its name. */
export function guessType(column: string, trees: readonly unknown[]): string {
  let guess: string | undefined;
  walk(trees, (node, kind) => {
    guess ??= guessFrom(column, node, kind);
  });
  return guess ?? guessFromName(column);
}

/** Where a condition stands. */
const conditions = 'whereClause,havingClause,agg_filter,quals,when_clause,whenClause,qual,with_check'.split(
  ',',
);

/** What is either true or false where it stands: a whole condition, or what AND, OR and NOT join. */
export function conditionsIn(node: AnyNode, kind: string): readonly unknown[] {
  if (kind === 'BoolExpr') return (node.args ?? []) as readonly unknown[];
  if (kind === 'BooleanTest') return [node.arg];
  return [
    ...conditions.map((field) => node[field]),
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
      return ofArrays.test(functionName(node)) && isColumn((node.args as readonly unknown[])?.[0], column)
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

function functionName(call: AnyNode): string {
  const names = (call.funcname ?? []) as readonly { String?: { sval?: string } }[];
  return names.at(-1)?.String?.sval ?? '';
}

function isColumn(value: unknown, column: string): boolean {
  const fields = (value as { ColumnRef?: { fields?: readonly { String?: { sval?: string } }[] } } | undefined)
    ?.ColumnRef?.fields;
  return fields?.at(-1)?.String?.sval === column;
}

interface Value {
  readonly A_Const?: AnyNode;
  readonly TypeCast?: { readonly typeName?: { readonly names?: readonly { String?: { sval?: string } }[] } };
  readonly FuncCall?: { readonly funcname?: readonly { String?: { sval?: string } }[] };
  readonly SQLValueFunction?: object;
  readonly List?: { readonly items?: readonly unknown[] };
}

/** What a value that is written down is, as far as it says. */
export function typeOfValue(value: unknown): string | undefined {
  if (Array.isArray(value)) return typeOfValue(value[0]);
  const { A_Const, TypeCast, FuncCall, SQLValueFunction, List } = (value ?? {}) as Value;
  if (List !== undefined) return typeOfValue(List.items?.[0]);
  if (A_Const?.ival !== undefined) return 'bigint';
  if (A_Const?.fval !== undefined) return 'numeric';
  if (A_Const?.boolval !== undefined) return 'boolean';
  if (A_Const?.sval !== undefined) return typeOfText((A_Const.sval as { sval?: string }).sval ?? '');
  if (TypeCast !== undefined) return namedType(TypeCast.typeName?.names);
  if (SQLValueFunction !== undefined) return 'timestamptz';
  return FuncCall?.funcname?.at(-1)?.String?.sval === 'now' ? 'timestamptz' : undefined;
}

function typeOfText(text: string): string {
  return /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d/.test(text) ? 'timestamptz' : 'text';
}

const plainTypes =
  /^(int2|int4|int8|text|varchar|bool|uuid|jsonb?|numeric|float[48]|date|time(stamp)?(tz)?)$/;

function namedType(names: readonly { String?: { sval?: string } }[] | undefined): string | undefined {
  const name = names?.at(-1)?.String?.sval;
  return name !== undefined && plainTypes.test(name) ? name : undefined;
}

/** What GIN and GiST hold without an operator class being named. */
function typeOfIndexed(column: string, node: AnyNode): string | undefined {
  const elements = (node.indexParams ?? []) as readonly {
    IndexElem?: { name?: string; opclass?: unknown };
  }[];
  const element = elements.find(({ IndexElem }) => IndexElem?.name === column)?.IndexElem;
  if (element === undefined) return undefined;
  const opclass = (element.opclass as readonly { String?: { sval?: string } }[] | undefined)?.at(-1)?.String
    ?.sval;
  if (opclass !== undefined) return opclassTypes.find(([name]) => name.test(opclass))?.[1];
  if (node.accessMethod === 'gin') return 'jsonb';
  return node.accessMethod === 'gist' ? 'tstzrange' : undefined;
}

/** What operator classes of their own are for. */
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
  if (node.without_overlaps === true) {
    const keys = (node.keys ?? []) as readonly { String?: { sval?: string } }[];
    if (keys.at(-1)?.String?.sval === column) return 'tstzrange';
  }
  for (const item of (node.exclusions ?? []) as readonly { List?: { items?: readonly AnyNode[] } }[]) {
    const [element, operator] = item.List?.items ?? [];
    const { name } = ((element as { IndexElem?: { name?: string } } | undefined)?.IndexElem ?? {}) as {
      name?: string;
    };
    if (name !== column) continue;
    const sign = JSON.stringify(operator ?? '');
    return sign.includes('"&&"') ? 'tstzrange' : undefined;
  }
  return undefined;
}

/** Before a change of type: one whose change is as dear as it gets. After SET DEFAULT: what the value is. */
function typeOfAltered(node: AnyNode): string | undefined {
  if (node.subtype === 'AT_ColumnDefault') return typeOfValue(node.def);
  if (node.subtype === 'AT_AddIdentity') return 'bigint NOT NULL';
  if (node.subtype === 'AT_SetIdentity' || node.subtype === 'AT_DropIdentity')
    return 'bigint GENERATED ALWAYS AS IDENTITY';
  if (node.subtype === 'AT_DropExpression') return 'bigint GENERATED ALWAYS AS (1) STORED';
  if (node.subtype !== 'AT_AlterColumnType') return undefined;
  const column = (node.def as { ColumnDef?: AnyNode } | undefined)?.ColumnDef;
  const type = (
    column?.typeName as { names?: readonly { String?: { sval?: string } }[] } | undefined
  )?.names?.at(-1)?.String?.sval;
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

/** Types that nothing becomes without a USING. */
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
