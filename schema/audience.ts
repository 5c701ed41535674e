import {
  Kind,
  visit,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type TypeDefinitionNode,
  type TypeNode,
} from 'graphql';
import { directive, directiveOf, withDirectives } from './syntax.ts';

const PUBLIC = directive('tag', { name: 'public' });
const INTERNAL = directive('tag', { name: 'internal' });
const INACCESSIBLE = directive('inaccessible');
const ROOTS: readonly string[] = ['Query', 'Mutation', 'Subscription'];

/**
 * Tags everything with whom it is for, so that a platform can build a contract variant of the supergraph by `public`
 * or without `internal`. A resolver says what is internal, and what is inaccessible besides; the rest is public:
 *
 * - Types that other subgraphs may add to (roots, entities, interfaces, shareable types) are tagged field by field, since a tag on
 *   the type would speak for the fields of others too.
 * - Types that are ours alone are tagged as a whole: public where a public field leads to them, else internal, and
 *   inaccessible where nothing that is accessible leads to them.
 */
export function withAudience(document: DocumentNode): DocumentNode {
  const types = new Map(document.definitions.filter(isType).map((type) => [type.name.value, type]));
  const inPublic = reached(types, (field) => !isInternal(field));
  const accessible = reached(types, (field) => directiveOf(field, 'inaccessible') === undefined);
  const ofOneself = (type: TypeDefinitionNode) => {
    const name = type.name.value;
    if (accessible.has(name)) return withDirectives(type, inPublic.has(name) ? PUBLIC : INTERNAL);
    return withDirectives(type, INTERNAL, INACCESSIBLE);
  };
  return visit(document, {
    ObjectTypeDefinition: (type) => (isShared(type) ? withTaggedFields(type) : ofOneself(type)),
    InterfaceTypeDefinition: withTaggedFields,
    InputObjectTypeDefinition: ofOneself,
    EnumTypeDefinition: ofOneself,
    ScalarTypeDefinition: ofOneself,
    UnionTypeDefinition: ofOneself,
  });
}

function withTaggedFields<T extends ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode>(type: T): T {
  return { ...type, fields: (type.fields ?? []).map(tagged) };
}

/** Its arguments too: Guild's composer takes arguments without the tag out of a contract by `public`, required ones included. */
function tagged(field: FieldDefinitionNode): FieldDefinitionNode {
  if (isInternal(field)) return field;
  const args = (field.arguments ?? []).map((argument) => withDirectives(argument, PUBLIC));
  return withDirectives({ ...field, arguments: args }, PUBLIC);
}

function isInternal(field: FieldDefinitionNode): boolean {
  return directiveOf(field, 'tag') !== undefined;
}

/** Whether other subgraphs may add fields of theirs to the type. */
function isShared(type: ObjectTypeDefinitionNode): boolean {
  return isEntrance(type) || directiveOf(type, 'shareable') !== undefined;
}

/** Where an operation may begin: at a root, or at an entity that the gateway enters. */
function isEntrance(type: ObjectTypeDefinitionNode): boolean {
  return ROOTS.includes(type.name.value) || directiveOf(type, 'key') !== undefined;
}

/** The names of all types that can be come by over fields for which `isOpen` holds. */
function reached(
  types: ReadonlyMap<string, TypeDefinitionNode>,
  isOpen: (field: FieldDefinitionNode) => boolean,
): ReadonlySet<string> {
  const entrances = [...types.values()].filter(
    (type) => type.kind === Kind.OBJECT_TYPE_DEFINITION && isEntrance(type),
  );
  const names = new Set(entrances.map((type) => type.name.value));
  // A set is walked in the order of insertion, what is added on the way included.
  for (const name of names) for (const next of leadsTo(types.get(name), isOpen)) names.add(next);
  return names;
}

function leadsTo(
  type: TypeDefinitionNode | undefined,
  isOpen: (field: FieldDefinitionNode) => boolean,
): string[] {
  if (type?.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION)
    return (type.fields ?? []).map((field) => nameOf(field.type));
  if (type?.kind === Kind.UNION_TYPE_DEFINITION) return (type.types ?? []).map(nameOf);
  if (type?.kind !== Kind.OBJECT_TYPE_DEFINITION && type?.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [];
  return (type.fields ?? [])
    .filter(isOpen)
    .flatMap((field) => [
      nameOf(field.type),
      ...(field.arguments ?? []).map((argument) => nameOf(argument.type)),
    ]);
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}

function isType(node: DefinitionNode): node is TypeDefinitionNode {
  return [
    Kind.OBJECT_TYPE_DEFINITION,
    Kind.INTERFACE_TYPE_DEFINITION,
    Kind.INPUT_OBJECT_TYPE_DEFINITION,
    Kind.ENUM_TYPE_DEFINITION,
    Kind.SCALAR_TYPE_DEFINITION,
    Kind.UNION_TYPE_DEFINITION,
  ].some((kind) => kind === node.kind);
}
