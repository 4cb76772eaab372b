/** A file of a Prisma schema. */
export interface PrismaFile {
  /** As it is shown to a person, with forward slashes. */
  readonly name: string;
  readonly text: string;
}

/** One block at the top level of a Prisma schema. */
export interface PrismaBlock {
  readonly keyword: string;
  readonly name: string;
  readonly file: PrismaFile;
  /** The file's text as `codeOf` has it. */
  readonly code: string;
  /** Half-open range in the text, from the keyword to behind the closing brace. */
  readonly start: number;
  readonly end: number;
  /** Half-open range of what stands between the braces. */
  readonly bodyStart: number;
  readonly bodyEnd: number;
}

/** The text with comments, and what stands in strings, made blank: equal length, equal lines. */
export function codeOf(text: string): string {
  return text.replace(/"(?:\\.|[^"\\\n])*"?|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (found) =>
    found.startsWith('"') ? `"${blank(found.slice(1, -1))}${found.length > 1 ? '"' : ''}` : blank(found),
  );
}

/** Spaces in place of everything but the ends of lines. */
export function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}

/** The blocks of a file in their order. Text between them, and a block that is never closed, are the engine's to refuse. */
export function blocksOf(file: PrismaFile): readonly PrismaBlock[] {
  const code = codeOf(file.text);
  const blocks: PrismaBlock[] = [];
  const head = /^[ \t]*(\w+)[ \t]+(\w+)\s*\{/gm;
  for (let match = head.exec(code); match !== null; match = head.exec(code)) {
    const bodyStart = head.lastIndex;
    const bodyEnd = closingBrace(code, bodyStart);
    if (bodyEnd === undefined) break;
    const [whole, keyword = '', name = ''] = match;
    const start = match.index + whole.indexOf(keyword);
    blocks.push({ keyword, name, file, code, start, end: bodyEnd + 1, bodyStart, bodyEnd });
    head.lastIndex = bodyEnd + 1;
  }
  return blocks;
}

function closingBrace(code: string, from: number): number | undefined {
  let depth = 1;
  for (let at = from; at < code.length; at += 1) {
    if (code[at] === '{') depth += 1;
    else if (code[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return undefined;
}
