import { type AnyNode, byKind, optionWord, stringsOf } from './nodes.ts';
import { loadParser, parseSql } from './parse.ts';

/**
 * A statement that only superusers may run, although it touches no files or programs and does not itself run code of the user.
 */
interface ReservedStatement {
  /** The node of the parse tree. */
  readonly kind: string;
  /** Handler and validator of a foreign-data wrapper. The server calls them, so they must belong to an extension. */
  readonly calls?: readonly CalledFunction[];
  /** The server's own C function that a `LANGUAGE internal` function stands for. */
  readonly internal?: string;
  /** The role that is to own the object, and must be a superuser for some kinds. */
  readonly newOwner?: string;
  /** Schema and name of a function to be renamed: only a range type's constructor may be, as `makesRanges` checks. */
  readonly renamed?: readonly string[];
  /** It moves an extension to another schema, with all that it has made. */
  readonly movesExtension?: true;
  /** It declares argument types for built-in functions, which trust those types. */
  readonly setsTypes?: true;
}

/** A function by the parts of its name, and the types that it takes. */
export interface CalledFunction {
  readonly name: readonly string[];
  readonly takes: string;
}

/**
 * Reads one statement; undefined where it is not such a statement, or several. A statement that could make the server call code
 * of the user while it runs (validators, queries, rows) does not count.
 */
export async function readReserved(sql: string): Promise<ReservedStatement | undefined> {
  await loadParser();
  const parsed = parseSql(sql);
  if (!parsed.ok || parsed.trees.length !== 1) return undefined;
  const [kind, tree] = Object.entries(parsed.trees[0] as object)[0] as [string, AnyNode];
  const asked = readAsked(kind, tree);
  return asked && { kind, ...asked };
}

function readAsked(kind: string, tree: AnyNode): Asked | undefined {
  if (kind === 'CreateFunctionStmt') return reservedFunction(tree);
  if (kind === 'AlterOwnerStmt') return ownedBy(tree.newowner);
  if (kind === 'AlterTableStmt') return tableOwnedBy(tree);
  if (kind === 'RenameStmt') return renamed(tree);
  if (kind === 'CreateFdwStmt' || kind === 'AlterFdwStmt') return { calls: calledByWrapper(tree) };
  if (kind === 'AlterObjectSchemaStmt' && tree.objectType === 'OBJECT_EXTENSION')
    return { movesExtension: true };
  if (!isReserved(kind, tree)) return undefined;
  return settingTypes.has(kind) ? { setsTypes: true } : {};
}

type Asked = Omit<ReservedStatement, 'kind'>;

const settingTypes = new Set([
  'DefineStmt',
  'CreateOpClassStmt',
  'AlterOpFamilyStmt',
  'CreateCastStmt',
  'CreateTransformStmt',
]);

const alwaysReserved = new Set([
  'CreateEventTrigStmt',
  'AlterEventTrigStmt',
  'CreateTransformStmt',
  'CreatePublicationStmt',
  'AlterPublicationStmt',
  'DropSubscriptionStmt',
  'AlterDefaultPrivilegesStmt',
  'DropStmt',
  'CommentStmt',
]);

const definitions = new Set([
  'OBJECT_TYPE',
  'OBJECT_TSPARSER',
  'OBJECT_TSTEMPLATE',
  'OBJECT_OPERATOR',
  'OBJECT_AGGREGATE',
]);

function ownedBy(role: unknown): Asked {
  const { rolename } = (role ?? {}) as { rolename?: string };
  return rolename === undefined ? {} : { newOwner: rolename };
}

function tableOwnedBy({ cmds }: AnyNode): Asked | undefined {
  const [only, ...more] = elements(cmds);
  return more.length === 0 && only?.subtype === 'AT_ChangeOwner' ? ownedBy(only.newowner) : undefined;
}

function renamed({ renameType, object }: AnyNode): Asked | undefined {
  if (isOfTextSearch(renameType)) return {};
  if (renameType !== 'OBJECT_FUNCTION') return undefined;
  const name = byKind(object).ObjectWithArgs?.objname;
  return isQualified(name) ? { renamed: stringsOf(name) } : undefined;
}

function isOfTextSearch(type: unknown): boolean {
  return type === 'OBJECT_TSPARSER' || type === 'OBJECT_TSTEMPLATE';
}

/** Whether a name says that it lies in a schema of the server's own. */
function isSystems(name: unknown): boolean {
  const parts = stringsOf(name);
  return parts.length > 1 && /^(pg_|information_schema$)/.test(parts[0] ?? '');
}

/** Whether a name is qualified with a schema of the user's: an unqualified one might be built in. */
function isQualified(name: unknown): boolean {
  return stringsOf(name).length > 1 && !isSystems(name);
}

/** The names of the server's own families all end alike. */
function isOwnFamily(name: unknown): boolean {
  return isQualified(name) || stringsOf(name).every((part) => !part.endsWith('_ops'));
}

function isReserved(kind: string, tree: AnyNode): boolean {
  if (alwaysReserved.has(kind)) return true;
  switch (kind) {
    case 'AlterFunctionStmt':
      return elements(tree.actions).every((action) => action.defname === 'leakproof');
    case 'DefineStmt':
      return definitions.has(String(tree.kind)) && !isSystems(tree.defnames);
    case 'AlterObjectSchemaStmt':
      return isOfTextSearch(tree.objectType);
    // A family of the server's own must not grow: its queries use it.
    case 'CreateOpFamilyStmt':
      return !isSystems(tree.opfamilyname);
    case 'AlterOpFamilyStmt':
      return isOwnFamily(tree.opfamilyname);
    case 'CreateOpClassStmt':
      return (
        !isSystems(tree.opclassname) && (tree.opfamilyname === undefined || isOwnFamily(tree.opfamilyname))
      );
    case 'CreateCastStmt':
      return tree.func === undefined ? tree.inout !== true : isNumberToTime(tree);
    case 'CreateAmStmt':
      return isBuiltInName(tree.handler_name);
    case 'CreatePLangStmt':
      return [tree.plhandler, tree.plinline, tree.plvalidator].every(
        (name) => name === undefined || isBuiltInName(name),
      );
    case 'CreateSubscriptionStmt':
      return isSwitchedOff(tree.options, 'connect');
    // Refreshing connects to the publisher.
    case 'AlterSubscriptionStmt':
      return (
        isSwitchedOff(tree.options, 'refresh') ||
        ['OPTIONS', 'CONNECTION', 'ENABLED', 'SKIP'].some(
          (word) => tree.kind === `ALTER_SUBSCRIPTION_${word}`,
        )
      );
    default:
      return false;
  }
}

/**
 * Whether a cast makes a date or time of a number. No statement that a superuser runs uses such a cast, so only the user's own
 * statements will call its function.
 */
function isNumberToTime({ sourcetype, targettype }: AnyNode): boolean {
  return isBuiltInType(sourcetype, /^(int2|int4|int8)$/) && isBuiltInType(targettype, dateOrTime);
}

const dateOrTime = /^(date|time|timetz|timestamp|timestamptz|interval)$/;

function isBuiltInType(type: unknown, known: RegExp): boolean {
  const [last, schema, ...more] = stringsOf((type as AnyNode | undefined)?.names).toReversed();
  return more.length === 0 && (schema ?? 'pg_catalog') === 'pg_catalog' && known.test(last ?? '');
}

/** A function that only superusers may create: LEAKPROOF, with a support function, or in LANGUAGE internal. */
function reservedFunction(tree: AnyNode): Asked | undefined {
  const options = elements(tree.options);
  const optionOf = (name: string) => options.find((option) => option.defname === name)?.arg;
  if (isSystems(tree.funcname)) return undefined;
  const language = optionWord(optionOf('language')).toLowerCase();
  if (language === 'internal') {
    const [name] = stringsOf(optionOf('as'));
    return name === undefined ? undefined : { internal: name, setsTypes: true };
  }
  if (language === 'c') return undefined;
  const isReservedOption = optionOf('leakproof') !== undefined || optionOf('support') !== undefined;
  return isReservedOption ? { setsTypes: true } : undefined;
}

/** The `DefElem`s and the like of a list. */
function elements(list: unknown): readonly AnyNode[] {
  return Array.isArray(list) ? list.map((node: object) => Object.values(node)[0] as AnyNode) : [];
}

/** Whether an option is off that is on by default. */
function isSwitchedOff(options: unknown, name: string): boolean {
  return elements(options).some(
    ({ defname, arg }) => defname === name && /^(false|off|0)$/.test(optionWord(arg)),
  );
}

/** Handlers of the server's own languages, access methods and wrappers. */
const builtIn =
  /^(heap_tableam_handler|(bt|hash|gist|gin|spg|brin)handler|postgresql_fdw_validator|plpgsql_\w+|fmgr_\w+_validator)$/;

/** A validator is called with the options while the statement runs. */
function calledByWrapper({ func_options }: AnyNode): readonly CalledFunction[] {
  return elements(func_options)
    .filter(({ arg }) => arg !== undefined && !isBuiltInName(arg))
    .map(({ arg, defname }) => ({ name: stringsOf(arg), takes: defname === 'handler' ? '' : 'text[], oid' }));
}

function isBuiltInName(name: unknown): boolean {
  const [last, schema, ...more] = stringsOf(name).toReversed();
  return more.length === 0 && (schema ?? 'pg_catalog') === 'pg_catalog' && builtIn.test(last ?? '');
}
