import {
  getNamedType,
  isObjectType,
  Kind,
  type FieldNode,
  type GraphQLObjectType,
  type SelectionSetNode,
} from 'graphql';
import type { DeclaredReference } from './reference-to.ts';
import { isOnOtherType, opened, type DocumentScope } from './selected-nodes.ts';

/** A selected field that answers a row which its parent names. */
export interface ReferencedField extends DeclaredReference {
  readonly type: GraphQLObjectType;
  /** What is selected of the row. */
  readonly sets: readonly SelectionSetNode[];
}

/** What a selection asks for by one key of the response. */
interface KeyedNodes {
  readonly nodes: FieldNode[];
  /** Whether a directive stands before it, which may leave it out. */
  isConditional: boolean;
}

/**
 * The fields of `type` in the selections that answer a row which their parent names, each key of the response once. What a directive
 * may leave out is not among them.
 */
export function referencedFields(
  sets: readonly SelectionSetNode[],
  type: GraphQLObjectType,
  scope: DocumentScope,
): ReferencedField[] {
  return [...unconditional(sets, type, scope)].flatMap((nodes) => {
    const field = type.getFields()[(nodes[0] as FieldNode).name.value];
    const declared = field?.extensions['reference'] as DeclaredReference | undefined;
    if (field === undefined || declared === undefined) return [];
    const target = getNamedType(field.type);
    const below = nodes.flatMap((node) => node.selectionSet ?? []);
    return isObjectType(target) ? [{ ...declared, type: target, sets: below }] : [];
  });
}

/** The selections below the fields of a name, where no directive stands before any of them; else none. */
export function unconditionalBelow(
  sets: readonly SelectionSetNode[],
  name: string,
  type: GraphQLObjectType,
  scope: DocumentScope,
): SelectionSetNode[] {
  return [...unconditional(sets, type, scope)]
    .flat()
    .flatMap((node) => (node.name.value === name ? (node.selectionSet ?? []) : []));
}

/** Field nodes by the keys of the response, without those that a directive may leave out. */
function unconditional(
  sets: readonly SelectionSetNode[],
  type: GraphQLObjectType,
  scope: DocumentScope,
): FieldNode[][] {
  const keys = new Map<string, KeyedNodes>();
  const visited = new Set<string>();
  for (const set of sets) gather(set, { typename: type.name, scope, keys, visited }, false);
  return [...keys.values()].flatMap(({ nodes, isConditional }) => (isConditional ? [] : [nodes]));
}

interface Gathering {
  readonly typename: string;
  readonly scope: DocumentScope;
  readonly keys: Map<string, KeyedNodes>;
  /** Names of the fragments that have been opened. */
  readonly visited: Set<string>;
}

function gather({ selections }: SelectionSetNode, gathering: Gathering, isConditional: boolean): void {
  const { typename, scope, visited } = gathering;
  for (const selection of selections) {
    const mayBeLeftOut = isConditional || hasDirectives(selection);
    if (selection.kind === Kind.FIELD) {
      add(selection, gathering.keys, mayBeLeftOut);
      continue;
    }
    const inner = opened(selection, scope, visited);
    if (inner === undefined || isOnOtherType(inner.typeCondition?.name.value, typename, scope)) continue;
    gather(inner.selectionSet, gathering, mayBeLeftOut || hasDirectives(inner));
  }
}

function hasDirectives({ directives }: { readonly directives?: readonly unknown[] | undefined }): boolean {
  return directives !== undefined && directives.length > 0;
}

function add(node: FieldNode, keys: Map<string, KeyedNodes>, isConditional: boolean): void {
  const key = node.alias?.value ?? node.name.value;
  const known = keys.get(key);
  if (known === undefined) keys.set(key, { nodes: [node], isConditional });
  else {
    known.nodes.push(node);
    known.isConditional ||= isConditional;
  }
}
