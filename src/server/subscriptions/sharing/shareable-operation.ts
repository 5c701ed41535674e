import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

type Field = GraphQLField<unknown, unknown>;

/** Weak: documents are kept where they are checked and held, each once. */
const known = new WeakMap<OperationDefinitionNode, boolean>();

/**
 * Whether what a subscription answers is the same for all who may see the project that an event is about: it selects nothing but
 * fields that are marked so (`schema/project-fields.ts`), and gives them no other arguments than those that their marks allow. Told by
 * the document alone, whatever `@skip` and `@include` leave of it, and once for each.
 */
export function isShareable(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): boolean {
  let answer = known.get(operation);
  if (answer === undefined)
    known.set(operation, (answer = new Selections(schema, document).allow(operation)));
  return answer;
}

/** The selections of one document, each fragment looked into once for each type that it is spread on. */
class Selections {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly seen = new Set<string>();

  constructor(
    private readonly schema: GraphQLSchema,
    { definitions }: DocumentNode,
  ) {
    for (const definition of definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(definition.name.value, definition);
  }

  allow({ operation, selectionSet }: OperationDefinitionNode): boolean {
    const root = this.schema.getSubscriptionType();
    if (operation !== OperationTypeNode.SUBSCRIPTION || root == null) return false;
    return this.areOfProject(root, selectionSet);
  }

  private areOfProject(parent: GraphQLCompositeType, { selections }: SelectionSetNode): boolean {
    return selections.every((selection) => {
      if (selection.kind === Kind.FIELD) return this.isOfProject(parent, selection);
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const on = selection.typeCondition?.name.value;
        return this.isAllowedOn(on ?? parent.name, selection.selectionSet);
      }
      const name = selection.name.value;
      const fragment = this.fragments.get(name);
      if (fragment === undefined) return false;
      if (this.seen.has(name)) return true;
      this.seen.add(name);
      return this.isAllowedOn(fragment.typeCondition.name.value, fragment.selectionSet);
    });
  }

  private isAllowedOn(typename: string, selections: SelectionSetNode): boolean {
    const type = this.schema.getType(typename);
    return isCompositeType(type) && this.areOfProject(type, selections);
  }

  private isOfProject(parent: GraphQLCompositeType, node: FieldNode): boolean {
    const name = node.name.value;
    if (name === '__typename') return true;
    const fields = this.fieldsNamed(parent, name);
    const given = (node.arguments ?? []).map((argument) => argument.name.value);
    if (fields.length === 0 || !fields.every((field) => takes(field, given))) return false;
    if (node.selectionSet === undefined) return true;
    const type = fields[0] && getNamedType(this.declared(parent, name)?.type ?? fields[0].type);
    return isCompositeType(type) && this.areOfProject(type, node.selectionSet);
  }

  /** The field as each type has it that may stand there. */
  private fieldsNamed(parent: GraphQLCompositeType, name: string): (Field | undefined)[] {
    const types = isAbstractType(parent) ? this.schema.getPossibleTypes(parent) : [parent];
    return types.map((type) => type.getFields()[name]);
  }

  private declared(parent: GraphQLCompositeType, name: string): Field | undefined {
    return isInterfaceType(parent) || isObjectType(parent) ? parent.getFields()[name] : undefined;
  }
}

/** Whether the field is marked, and its mark allows these arguments. */
function takes(field: Field | undefined, given: readonly string[]): boolean {
  const allowed = field?.extensions['ofProject'];
  return Array.isArray(allowed) && given.every((name) => allowed.includes(name));
}
