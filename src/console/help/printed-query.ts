const TOKEN = /"(?:[^"\\]|\\.)*"|\.\.\.|[{}()[\]:!=@$]|[^\s{}()[\]:!=@$",.]+/g;

const isWord = (token: string): boolean => /^[\w"-]/.test(token);

/** How a token of arguments, of variables or of their types goes on behind another one. */
function argument(token: string, before: string): string {
  const isBeginning = isWord(token) || token === '$' || token === '[' || token === '{';
  if (token === ':') return ': ';
  if (token === '=') return ' = ';
  if (token === '{') return '([:='.includes(before) ? '{ ' : ', { ';
  if (token === '}') return ' }';
  return isBeginning && !'([{:=$'.includes(before) ? `, ${token}` : token;
}

/** Writes a document as it comes, token by token. */
class Printer {
  readonly lines: string[] = [];
  private line = '';
  private depth = 0;
  private nesting = 0;
  private before = '';

  add(token: string): void {
    if (this.nesting > 0 || token === '(') this.addArgument(token);
    else if (token === '{') this.open();
    else if (token === '}') this.close();
    else if (isWord(token)) this.addWord(token);
    else if (token === '...') this.begin(token);
    else this.line += token === ':' ? ': ' : token === '@' ? ' @' : token;
    this.before = token;
  }

  private addArgument(token: string): void {
    this.line += token === '(' ? token : argument(token, this.before);
    if (token === '(') this.nesting += 1;
    if (token === ')') this.nesting -= 1;
  }

  private open(): void {
    this.begin(this.line === '' ? '{' : `${this.line} {`, '');
    this.begin('');
    this.depth += 1;
  }

  private close(): void {
    this.begin('');
    this.depth -= 1;
    this.begin('}');
    this.begin('');
  }

  /** A word begins a field, unless it is the rest of one, or of the head of an operation or fragment. */
  private addWord(token: string): void {
    const { before, line } = this;
    if (before === ':' || before === '@' || (before === '...' && token !== 'on')) this.line += token;
    else if (before === '...' || line === '... on' || (this.depth === 0 && line !== ''))
      this.line += ` ${token}`;
    else this.begin(token);
  }

  private begin(line: string, written = this.line): void {
    if (written !== '') this.lines.push('  '.repeat(this.depth) + written);
    this.line = line;
  }
}

/**
 * A document of the graph as people write it: a field a line, two spaces for each level. It means the same.
 * @param document without comments, as it is sent.
 */
export function printedQuery(document: string): string {
  const printer = new Printer();
  for (const token of document.match(TOKEN) ?? []) printer.add(token);
  return printer.lines.join('\n');
}
