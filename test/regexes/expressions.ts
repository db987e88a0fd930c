/** Every regular expression that a source file holds: literals, and those made of constants by `RegExp`. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';

export interface Expression {
  /** `room/file.ts:12` */
  readonly at: string;
  /** null: what it is made of is not known before the program runs. */
  readonly source: string | null;
  readonly flags: string;
}

/** A node of the syntax tree (ESTree), as far as it is looked at here. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly name?: string;
  readonly value?: unknown;
  readonly regex?: { readonly pattern: string; readonly flags: string };
  readonly callee?: Node;
  readonly arguments?: readonly Node[];
  readonly tag?: Node;
  readonly quasi?: Node;
  readonly quasis?: readonly { readonly value: { readonly raw: string; readonly cooked: string } }[];
  readonly expressions?: readonly Node[];
  readonly init?: Node | null;
  readonly id?: Node;
  readonly imported?: Node;
  readonly local?: Node;
  readonly source?: Node;
  readonly specifiers?: readonly Node[];
}

function gather(value: unknown, nodes: Node[]): Node[] {
  if (Array.isArray(value)) for (const each of value) gather(each, nodes);
  else if (typeof value === 'object' && value !== null) {
    if ('type' in value) nodes.push(value as Node);
    for (const [key, each] of Object.entries(value)) if (key !== 'regex') gather(each, nodes);
  }
  return nodes;
}

interface Module {
  readonly file: string;
  readonly text: string;
  readonly nodes: readonly Node[];
}

function parse(file: string, text: string): Module {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  return { file, text, nodes: gather(program, []) };
}

/** What a constant of this name is in a module, or in the one that it is imported from. */
function constant(module: Module, name: string): string | null {
  for (const node of module.nodes) {
    if (node.type === 'VariableDeclarator' && node.id?.name === name && node.init) return textOf(module, node.init);
    if (node.type !== 'ImportDeclaration') continue;
    const found = node.specifiers?.find((each) => each.local?.name === name);
    const from = String(node.source?.value);
    if (found === undefined || !from.startsWith('.')) continue;
    const file = path.resolve(path.dirname(module.file), from);
    return constant(parse(file, readFileSync(file, 'utf8')), found.imported?.name ?? '');
  }
  return null;
}

function templateOf(module: Module, { quasis = [], expressions = [] }: Node, kind: 'raw' | 'cooked'): string | null {
  let text = '';
  for (const [index, { value }] of quasis.entries()) {
    const between = expressions[index];
    const filled = between === undefined ? '' : textOf(module, between);
    if (filled === null) return null;
    text += value[kind] + filled;
  }
  return text;
}

/** The text that an argument of `RegExp` comes to; null where it is no constant. */
function textOf(module: Module, node: Node): string | null {
  if (node.regex) return node.regex.pattern;
  if (node.type === 'Literal') return String(node.value);
  if (node.type === 'Identifier') return constant(module, node.name ?? '');
  if (node.type === 'TemplateLiteral') return templateOf(module, node, 'cooked');
  return node.type === 'TaggedTemplateExpression' && node.quasi ? templateOf(module, node.quasi, 'raw') : null;
}

const makes = (node: Node): boolean =>
  (node.type === 'NewExpression' || node.type === 'CallExpression') && node.callee?.name === 'RegExp';

/** The expressions of a source text. `file`: its absolute path, by which imports are found. */
export function expressionsIn(file: string, text: string): Expression[] {
  const module = parse(file, text);
  return module.nodes.flatMap((node): Expression[] => {
    const at = `${file}:${text.slice(0, node.start).split('\n').length}`;
    if (node.regex) return [{ at, source: node.regex.pattern, flags: node.regex.flags }];
    if (!makes(node)) return [];
    const [source, flags] = node.arguments ?? [];
    return [{ at, source: source ? textOf(module, source) : null, flags: flags ? (textOf(module, flags) ?? '') : '' }];
  });
}
