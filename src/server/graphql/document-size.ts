import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** How much work a document is before anything is known of the schema. */
export interface DocumentSize {
  /** Fields, spreads and inline fragments of all operations, each fragment counted wherever it is spread. */
  fields: number;
  /** Upper bound of the fields that the validation of overlapping fields compares with each other, in pairs. */
  comparisons: number;
}

/** Stands for everything larger; keeps sums and products inside exact integers. */
const CEILING = 1e12;
/** Selection sets inside each other, through spreads, that are followed; deeper ones count as `CEILING`. */
const DEEPEST = 1000;

/**
 * Measures a document that may not be valid, before graphql-js validates it: its rule of overlapping fields compares
 * fields of one response name in pairs. Each selection set is visited once, and each fragment is remembered.
 */
export function measureDocument(document: DocumentNode): DocumentSize {
  const scale = new DocumentScale(document);
  const size: DocumentSize = { fields: 0, comparisons: 0 };
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION)
      size.fields = saturated(size.fields + scale.sizeOf(definition.selectionSet, 0));
    // Fragments that no operation spreads are validated too.
    else if (definition.kind === Kind.FRAGMENT_DEFINITION) scale.fragment(definition.name.value, 0);
  }
  return { ...size, comparisons: scale.comparisons };
}

/** A field of a plan takes about as much memory as so many characters of a document take as its syntax tree. */
const CHARACTERS_PER_FIELD = 4;

/**
 * What is kept of a document in memory, in characters of plain text: its syntax tree grows with its text, its plans with
 * its fields, of which fragments make many out of a short text.
 */
export function memorySizeOf(query: string, document: DocumentNode): number {
  return 1 + query.length + CHARACTERS_PER_FIELD * measureDocument(document).fields;
}

/** Selections of one set that are compared with each other: how many, and how large they are together. */
interface Group {
  count: number;
  size: number;
}

class DocumentScale {
  comparisons = 0;
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly sizes = new Map<string, number>();

  constructor(document: DocumentNode) {
    for (const node of document.definitions)
      if (node.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(node.name.value, node);
  }

  /** The selections of a set and of all below it. */
  sizeOf(set: SelectionSetNode, level: number): number {
    if (level > DEEPEST) return CEILING;
    const groups = new Map<string, Group>();
    const size = this.add(set, groups, level);
    for (const { count, size: each } of groups.values())
      if (count > 1) this.comparisons = saturated(this.comparisons + count * each);
    return size;
  }

  fragment(name: string, level: number): number {
    const known = this.sizes.get(name);
    if (known !== undefined) return known;
    // Within itself, which validation refuses, a fragment is nothing.
    this.sizes.set(name, 0);
    const fragment = this.fragments.get(name);
    const size = fragment === undefined ? 0 : this.sizeOf(fragment.selectionSet, level);
    this.sizes.set(name, size);
    return size;
  }

  /** Inline fragments are compared with the fields around them, so they share their groups. */
  private add(set: SelectionSetNode, groups: Map<string, Group>, level: number): number {
    if (level > DEEPEST) return CEILING;
    let size = 0;
    for (const selection of set.selections) {
      const own =
        selection.kind === Kind.INLINE_FRAGMENT
          ? 1 + this.add(selection.selectionSet, groups, level + 1)
          : this.grouped(selection, groups, level);
      size = saturated(size + own);
    }
    return size;
  }

  private grouped(
    selection: Exclude<SelectionNode, { kind: Kind.INLINE_FRAGMENT }>,
    groups: Map<string, Group>,
    level: number,
  ): number {
    const isField = selection.kind === Kind.FIELD;
    const below = isField
      ? selection.selectionSet && this.sizeOf(selection.selectionSet, level + 1)
      : this.fragment(selection.name.value, level + 1);
    const size = 1 + (below ?? 0);
    // Every spread of a set is compared with every other; no field has an empty name.
    const key = isField ? (selection.alias ?? selection.name).value : '';
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { count: 1, size });
    else {
      group.count += 1;
      group.size = saturated(group.size + size);
    }
    return size;
  }
}

function saturated(value: number): number {
  return Math.min(CEILING, value);
}
