import { Kind, visit, type DocumentNode, type NamedTypeNode } from 'graphql';

/**
 * The types behind each interface. They stand here because TypeGraphQL, told of them, puts an interface's fields before
 * all others of a type, and its general descriptions in the place of those of shared base classes.
 */
const IMPLEMENTED_BY: Readonly<Record<string, readonly string[]>> = {
  WorkItem: ['Task', 'Subtask'],
  PlanNode: ['Project', 'Phase', 'WorkPackage'],
};

/** Says of each type which interfaces it implements. */
export function withInterfaces(document: DocumentNode): DocumentNode {
  return visit(document, {
    ObjectTypeDefinition: (type) => {
      const interfaces = interfacesOf(type.name.value);
      return interfaces.length === 0 ? undefined : { ...type, interfaces };
    },
  });
}

function interfacesOf(typename: string): NamedTypeNode[] {
  return Object.keys(IMPLEMENTED_BY)
    .filter((name) => IMPLEMENTED_BY[name]?.includes(typename))
    .map((value) => ({ kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value } }));
}
