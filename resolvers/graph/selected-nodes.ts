import {
  isAbstractType,
  isObjectType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLResolveInfo,
  type InlineFragmentNode,
  type SelectionSetNode,
} from 'graphql';

/** What a selection is understood with. */
export type DocumentScope = Pick<GraphQLResolveInfo, 'schema' | 'fragments'>;

export function selections(nodes: readonly FieldNode[]): SelectionSetNode[] {
  return nodes.flatMap((node) => node.selectionSet ?? []);
}

export function fieldsNamed(
  sets: readonly SelectionSetNode[],
  name: string,
  info: DocumentScope,
): FieldNode[] {
  return fieldsOf(sets, info).filter((node) => node.name.value === name);
}

/**
 * All field nodes in the selections, fragments opened, each once; those on other types than `typename` left out.
 *
 * @param visited names of the fragments that have been opened.
 */
export function fieldsOf(
  sets: readonly SelectionSetNode[],
  info: DocumentScope,
  typename?: string,
  visited = new Set<string>(),
): FieldNode[] {
  return sets.flatMap((set) =>
    set.selections.flatMap((selection): FieldNode[] => {
      if (selection.kind === Kind.FIELD) return [selection];
      const inner = opened(selection, info, visited);
      const condition = inner?.typeCondition?.name.value;
      const applies = typename === undefined || !isOnOtherType(condition, typename, info);
      return inner !== undefined && applies ? fieldsOf([inner.selectionSet], info, typename, visited) : [];
    }),
  );
}

/** The fragment that a selection opens, unless it has been opened before. */
export function opened(
  selection: FragmentSpreadNode | InlineFragmentNode,
  info: DocumentScope,
  visited: Set<string>,
): FragmentDefinitionNode | InlineFragmentNode | undefined {
  if (selection.kind === Kind.INLINE_FRAGMENT) return selection;
  const name = selection.name.value;
  if (visited.has(name)) return undefined;
  visited.add(name);
  return info.fragments[name];
}

/** Whether a type condition leaves objects of `typename` out. */
export function isOnOtherType(
  condition: string | undefined,
  typename: string,
  { schema }: DocumentScope,
): boolean {
  if (condition === undefined || condition === typename) return false;
  const [wanted, type] = [schema.getType(condition), schema.getType(typename)];
  return !isAbstractType(wanted) || !isObjectType(type) || !schema.isSubType(wanted, type);
}
