import {
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

export const CONDITIONAL_ROOT = 'A subscription has neither @skip nor @include at its root.';

/**
 * Whether a subscription of the document leaves open what it is about: `@skip` or `@include` at its root. GraphQL forbids
 * them there since September 2025. graphql-js 16 does not know that rule yet, and fails over what the rule forbids, in its
 * validation or when the subscription begins.
 */
export function hasConditionalRoot({ definitions }: DocumentNode): boolean {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  return definitions.some(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      definition.operation === OperationTypeNode.SUBSCRIPTION &&
      isConditional(definition.selectionSet, fragments),
  );
}

/** @param fragments those that have not been looked into; a fragment may spread itself. */
function isConditional(
  { selections }: SelectionSetNode,
  fragments: Map<string, FragmentDefinitionNode>,
): boolean {
  return selections.some((selection) => {
    if (selection.directives?.some(({ name }) => name.value === 'skip' || name.value === 'include'))
      return true;
    if (selection.kind === Kind.FIELD) return false;
    if (selection.kind === Kind.INLINE_FRAGMENT) return isConditional(selection.selectionSet, fragments);
    const fragment = fragments.get(selection.name.value);
    fragments.delete(selection.name.value);
    return fragment !== undefined && isConditional(fragment.selectionSet, fragments);
  });
}
