/** An element of a document as far as it was kept: its own text, and its kept children in order. No attributes. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** Which parts of a document are wanted: everything else is passed over unread. */
export interface XmlSelection {
  /** Paths from the root, such as `Project/Tasks/Task`; each element at one of them is handed over by itself. */
  readonly records: ReadonlySet<string>;
  /** Names of elements below a record that are kept. */
  readonly kept: ReadonlySet<string>;
  /** Names of elements in a record of which it is kept that they are there, and nothing that is in them. */
  readonly marked: ReadonlySet<string>;
}

/** The text of the first child with the name, trimmed; null where there is none, or nothing in it. */
export function fieldOf(element: XmlElement, name: string): string | null {
  const text = element.children.find((child) => child.name === name)?.text.trim() ?? '';
  return text === '' ? null : text;
}

export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** Whether a field says yes, as XML Schema spells it. */
export function isSet(element: XmlElement, name: string): boolean {
  const text = fieldOf(element, name);
  return text === '1' || text === 'true';
}
