import { SaxesParser } from 'saxes';
import { PitError } from '../../domain/errors.ts';
import { refuseFile } from '../../domain/exchange/plan-check.ts';
import { PLAN_LIMITS } from '../../domain/exchange/plan-document.ts';
import type { XmlElement, XmlSelection } from '../../domain/exchange/xml-element.ts';

/** Bounds of one document, whatever it says. */
const LIMITS = {
  /** Elements of one record, and characters of one text. */
  children: 200_000,
  text: 100_000,
  /** Records and their elements together: what is kept has to fit into memory. */
  elements: 4_000_000,
  /** Attributes of one element: the format has none but names of schemas. */
  attributes: 100,
} as const;

interface Building {
  readonly name: string;
  text: string;
  children: XmlElement[];
}

/** Of all elements that have none: most of a plan's, which has millions. */
const NO_CHILDREN: XmlElement[] = [];

/**
 * Reads the wanted records of an XML document as it comes, in memory for the records alone. There are no entities but the
 * five of XML itself: a document with a DOCTYPE is refused, and so no declaration is ever expanded or fetched.
 * @throws PitError BAD_USER_INPUT for what is no well-formed XML in UTF-8, with the line; LIMIT_EXCEEDED for more nesting,
 *   text or elements than a plan has.
 */
export async function readXmlRecords(
  content: AsyncIterable<Uint8Array>,
  selection: XmlSelection,
  take: (record: XmlElement, path: string) => void,
): Promise<void> {
  const records = new XmlRecords(selection, take);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of content) records.write(decode(decoder, chunk));
  records.write(decode(decoder));
  records.close();
}

function decode(decoder: TextDecoder, chunk?: Uint8Array): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    throw refuseFile('its text', 'The file is not written in UTF-8.', 'XML in UTF-8');
  }
}

class XmlRecords {
  private readonly parser = new SaxesParser({ xmlns: false, position: true });
  /** Local names of the open elements. */
  private readonly path: string[] = [];
  /** The record that is being built, with the elements that are open in it. */
  private readonly building: Building[] = [];
  /** The names of kept elements: one text for all elements of a name. */
  private readonly names: ReadonlyMap<string, string>;
  /** What stands for elements that are only known to be there, by their names. */
  private readonly marks: ReadonlyMap<string, XmlElement>;
  /** How many open elements of a record are passed over. */
  private skipped = 0;
  private elements = 0;
  private attributes = 0;
  private failure: Error | undefined;

  constructor(
    private readonly selection: XmlSelection,
    private readonly take: (record: XmlElement, path: string) => void,
  ) {
    this.names = new Map([...selection.kept].map((name) => [name, name]));
    this.marks = new Map(
      [...selection.marked].map((name) => [name, { name, text: '', children: NO_CHILDREN }]),
    );
    this.parser.on('doctype', () =>
      this.fail(refused('A document type declaration is not taken.', this.line)),
    );
    this.parser.on('error', (error) => this.fail(refused(`The XML is broken: ${error.message}`, this.line)));
    this.parser.on('attribute', () => this.countAttribute());
    this.parser.on('opentag', ({ name }) => this.open(localName(name)));
    this.parser.on('text', (text) => this.addText(text));
    this.parser.on('cdata', (text) => this.addText(text));
    this.parser.on('closetag', () => this.closeElement());
  }

  write(text: string): void {
    this.parser.write(text);
    this.throwFailure();
  }

  close(): void {
    this.parser.close();
    this.throwFailure();
  }

  private get line(): number {
    return this.parser.line;
  }

  /** The parser would go on after an error: the first is kept, and thrown with the chunk. */
  private fail(error: Error): void {
    this.failure ??= error;
  }

  private throwFailure(): void {
    if (this.failure !== undefined) throw this.failure;
  }

  private countAttribute(): void {
    this.attributes += 1;
    if (this.attributes > LIMITS.attributes) this.fail(tooMuch('attributes', LIMITS.attributes, this.line));
  }

  private open(name: string): void {
    this.attributes = 0;
    if (this.failure !== undefined) return;
    this.path.push(name);
    if (this.path.length > PLAN_LIMITS.depth)
      return this.fail(tooMuch('levels', PLAN_LIMITS.depth, this.line));
    if (this.skipped > 0) this.skipped += 1;
    else if (this.building.length > 0 && this.marks.has(name)) this.mark(name);
    else if (this.building.length > 0 && !this.selection.kept.has(name)) this.skipped = 1;
    else if (this.building.length > 0 || this.selection.records.has(this.path.join('/'))) this.begin(name);
  }

  private mark(name: string): void {
    const [mark, parent] = [this.marks.get(name), this.building.at(-1)];
    if (mark !== undefined && parent !== undefined && this.countElement()) addTo(parent, mark);
    this.skipped = 1;
  }

  /** Whether there is room for one more in the record that is being built. */
  private countElement(): boolean {
    this.elements += 1;
    const inOne = this.building.at(-1)?.children.length ?? 0;
    if (this.elements > LIMITS.elements) this.fail(tooMuch('elements', LIMITS.elements, this.line));
    if (inOne >= LIMITS.children) this.fail(tooMuch('elements in one', LIMITS.children, this.line));
    return this.failure === undefined;
  }

  private begin(name: string): void {
    if (!this.countElement()) return;
    this.building.push({ name: this.names.get(name) ?? name, text: '', children: NO_CHILDREN });
  }

  private addText(text: string): void {
    const element = this.building.at(-1);
    if (element === undefined || this.skipped > 0 || this.failure !== undefined) return;
    if (element.text.length + text.length > LIMITS.text)
      return this.fail(tooMuch('characters in one', LIMITS.text, this.line));
    element.text += text;
  }

  private closeElement(): void {
    if (this.failure !== undefined) return;
    const path = this.building.length === 1 && this.skipped === 0 ? this.path.join('/') : '';
    this.path.pop();
    if (this.skipped > 0) {
      this.skipped -= 1;
      return;
    }
    const element = this.building.pop();
    if (element === undefined) return;
    const parent = this.building.at(-1);
    if (parent === undefined) this.take(element, path);
    else addTo(parent, element);
  }
}

function addTo(parent: Building, element: XmlElement): void {
  if (parent.children === NO_CHILDREN) parent.children = [element];
  else parent.children.push(element);
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function refused(message: string, line: number): PitError {
  return refuseFile(`line ${line}`, message.slice(0, 200), 'well-formed XML without declarations');
}

function tooMuch(what: string, most: number, line: number): PitError {
  return new PitError('LIMIT_EXCEEDED', 'The file is larger than any plan is.', {
    field: `file: line ${line}`,
    expected: `at most ${most} ${what}`,
  });
}
