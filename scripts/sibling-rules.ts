import {
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  parse,
  type ConstDirectiveNode,
  type DocumentNode,
  type TypeDefinitionNode,
  type TypeExtensionNode,
} from 'graphql';
import { enumUses } from '../schema/enum-uses.ts';
import type { Conflict, SubgraphSource } from './composers.ts';

/** What says so: these rules are PIT's own, beside those of the composers. */
const RULES = 'PIT';

/**
 * What composers pass without a word, or put in words that lead nowhere: a field taken away from PIT, an entity without
 * its key, an object declared as part of an interface, and a copy of an enum for inputs that lacks values, which
 * the supergraph would then refuse for everybody.
 *
 * @param pit the schema as printed, and `siblings` those that are to be composed with it; all parse.
 */
export function breachesOf(pit: SubgraphSource, siblings: readonly SubgraphSource[]): Conflict[] {
  const ours = new Map(typesOf(parse(pit.sdl)).map((type) => [type.name.value, type]));
  const inputs = inputOnlyEnums(parse(pit.sdl));
  return siblings.flatMap(({ name, sdl }) => {
    const document = parse(sdl);
    const conflict = (code: string, message: string): Conflict => ({ composer: RULES, code, message });
    const found = [
      ...fieldsTaken(document, pit.name).map((path) => conflict('FIELD_TAKEN', `${name} takes ${path} away`)),
      ...keylessEntities(document, ours).map((type) =>
        conflict('KEY_MISSING', `${name} declares "${type}" without a key`),
      ),
      ...interfaceObjects(document, ours).map((type) =>
        conflict('INTERFACE_OBJECT', `${name} declares the object type "${type}" with @interfaceObject`),
      ),
    ];
    const lost = valuesLost(document, ours, inputs);
    return [...found, ...lost.map((path) => conflict('ENUM_NARROWED', `${name} leaves out ${path}`))];
  });
}

type TypeNode = TypeDefinitionNode | TypeExtensionNode;

function typesOf(document: DocumentNode): TypeNode[] {
  return document.definitions.filter((node) => isTypeDefinitionNode(node) || isTypeExtensionNode(node));
}

/** Directives may be imported under their own name or with federation's prefix. */
function has(
  node: { readonly directives?: readonly ConstDirectiveNode[] | undefined },
  name: string,
): boolean {
  return (node.directives ?? []).some(
    ({ name: { value } }) => value === name || value === `federation__${name}`,
  );
}

function fieldsTaken(document: DocumentNode, from: string): string[] {
  return typesOf(document).flatMap((type) => {
    if (!('fields' in type)) return [];
    return (type.fields ?? []).flatMap((field) =>
      overrides(field.directives ?? [], from) ? [`${type.name.value}.${field.name.value}`] : [],
    );
  });
}

function overrides(directives: readonly ConstDirectiveNode[], from: string): boolean {
  return directives.some(
    ({ name, arguments: args = [] }) =>
      /^(federation__)?override$/.test(name.value) &&
      args.some(
        ({ name: { value }, value: given }) =>
          value === 'from' && given.kind === Kind.STRING && given.value.toLowerCase() === from,
      ),
  );
}

function keylessEntities(document: DocumentNode, ours: ReadonlyMap<string, TypeNode>): string[] {
  const objects = typesOf(document).filter(isObject);
  const keyed = new Set(objects.filter((type) => has(type, 'key')).map((type) => type.name.value));
  const names = new Set(objects.map((type) => type.name.value));
  return [...names].filter((name) => !keyed.has(name) && has(ours.get(name) ?? {}, 'key'));
}

function interfaceObjects(document: DocumentNode, ours: ReadonlyMap<string, TypeNode>): string[] {
  return typesOf(document)
    .filter((type) => isObject(type) && has(type, 'interfaceObject') && ours.has(type.name.value))
    .map((type) => type.name.value);
}

function isObject(type: TypeNode): boolean {
  return type.kind === Kind.OBJECT_TYPE_DEFINITION || type.kind === Kind.OBJECT_TYPE_EXTENSION;
}

/** The supergraph takes in inputs what all subgraphs know; answers may hold what any of them knows. */
function valuesLost(
  document: DocumentNode,
  ours: ReadonlyMap<string, TypeNode>,
  inputs: ReadonlySet<string>,
): string[] {
  return typesOf(document).flatMap((type) => {
    const name = type.name.value;
    if (type.kind !== Kind.ENUM_TYPE_DEFINITION || !inputs.has(name)) return [];
    const known = new Set(valuesOf(type));
    return valuesOf(ours.get(name)).flatMap((value) => (known.has(value) ? [] : [`${name}.${value}`]));
  });
}

function valuesOf(type: TypeNode | undefined): string[] {
  return type !== undefined && 'values' in type ? (type.values ?? []).map(({ name }) => name.value) : [];
}

/** Names of the enums that inputs and arguments alone are made of. */
function inputOnlyEnums(document: DocumentNode): ReadonlySet<string> {
  const { inInputs, inOutputs } = enumUses(document);
  return new Set([...inInputs].filter((name) => !inOutputs.has(name)));
}
