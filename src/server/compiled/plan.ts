import {
  getNamedType,
  getNullableType,
  GraphQLString,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { leafWriter, type LeafWriter } from './leaf-serializers.ts';

/** An operation walked once: what to resolve, in which order, and how to write it. */
export interface OperationPlan {
  readonly root: ObjectPlan;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Record<string, FragmentDefinitionNode>;
}

export interface ObjectPlan {
  readonly type: GraphQLObjectType;
  readonly fields: readonly FieldPlan[];
  /** Fields whose value must be awaited or looked into before the object can be written. */
  readonly deep: readonly FieldPlan[];
}

export interface FieldPlan {
  /** `"name":`, with a comma before it unless it is the first. */
  readonly label: Uint8Array;
  readonly name: string;
  readonly output: OutputPlan;
  /** Position among the parent's deep fields; -1: written straight from the row. */
  readonly slot: number;
  readonly field: GraphQLField<unknown, unknown>;
  readonly nodes: readonly FieldNode[];
  readonly parent: GraphQLObjectType;
  readonly responseKey: string;
  /** Fields of the record that it answers by its argument `id`, which are asked with it. */
  readonly withRecord: readonly FieldPlan[];
  /** Its arguments where no variable has a part in them: coerced when first wanted, the same in every execution. */
  readonly fixedArgs: { value: Record<string, unknown> | undefined } | null;
}

export type OutputPlan =
  | { kind: 'leaf'; nonNull: boolean; type: GraphQLLeafType; write: LeafWriter }
  | { kind: 'object'; nonNull: boolean; plan: ObjectPlan }
  | { kind: 'abstract'; nonNull: boolean; plans: ReadonlyMap<string, ObjectPlan> }
  | { kind: 'list'; nonNull: boolean; of: OutputPlan };

/** Thrown while planning: the operation holds something that only graphql-js knows how to do. */
export class UnsupportedOperation extends Error {}

/**
 * Plans the query of `document`; throws `UnsupportedOperation` for what is left to graphql-js: other operations than
 * queries, any directive, introspection, and what would make a plan of many times the document.
 */
export function planOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): OperationPlan {
  const type = schema.getQueryType();
  const isQuery = operation.operation === OperationTypeNode.QUERY;
  if (!isQuery || !type || operation.directives?.length) throw new UnsupportedOperation();
  const fragments: Record<string, FragmentDefinitionNode> = {};
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  const planner = new Planner(schema, fragments);
  return { root: planner.object(type, [operation.selectionSet]), operation, fragments };
}

function fixedArgsOf({ arguments: given = [] }: FieldNode): FieldPlan['fixedArgs'] {
  return given.some(({ value }) => hasVariable(value)) ? null : { value: undefined };
}

function hasVariable(value: ValueNode): boolean {
  if (value.kind === Kind.LIST) return value.values.some(hasVariable);
  if (value.kind === Kind.OBJECT) return value.fields.some((field) => hasVariable(field.value));
  return value.kind === Kind.VARIABLE;
}

/** Whether a value is written without looking into objects: a leaf, or a list of leaves. */
export function isLeafy(output: OutputPlan): boolean {
  return output.kind === 'list' ? isLeafy(output.of) : output.kind === 'leaf';
}

/** One merged selection set that is being collected. */
interface Collecting {
  readonly type: GraphQLObjectType;
  readonly grouped: Map<string, FieldNode[]>;
  /** Names of the fragments opened in it. */
  readonly visited: Set<string>;
}

/**
 * The most selections that a plan looks at. What stands below an interface or a union is planned for each of its types, and
 * for each of theirs further down, so that a plan might be many times its document.
 */
export const MOST_LOOKS = 20_000;

class Planner {
  private looks = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: Record<string, FragmentDefinitionNode>,
  ) {}

  object(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): ObjectPlan {
    const grouped = new Map<string, FieldNode[]>();
    const collecting: Collecting = { type, grouped, visited: new Set() };
    for (const set of sets) this.group(set, collecting);
    const fields: FieldPlan[] = [];
    const deep: FieldPlan[] = [];
    for (const [responseKey, nodes] of grouped) {
      const comma = fields.length === 0 ? '' : ',';
      const label = Buffer.from(`${comma}${JSON.stringify(responseKey)}:`);
      const field = this.field(type, nodes, { label, responseKey, slot: deep.length });
      fields.push(field);
      if (field.slot >= 0) deep.push(field);
    }
    return { type, fields, deep };
  }

  /** `place.slot` is the field's if it turns out to be a deep one. */
  private field(
    parent: GraphQLObjectType,
    nodes: FieldNode[],
    place: Pick<FieldPlan, 'label' | 'responseKey' | 'slot'>,
  ): FieldPlan {
    const name = (nodes[0] as FieldNode).name.value;
    const base = { ...place, name, nodes, parent, fixedArgs: fixedArgsOf(nodes[0] as FieldNode) };
    if (name === '__typename') {
      const constant = JSON.stringify(parent.name);
      const output: OutputPlan = {
        kind: 'leaf',
        nonNull: true,
        type: GraphQLString,
        write: () => constant,
      };
      return { ...base, output, slot: -1, withRecord: [], field: TYPENAME_FIELD };
    }
    const field = parent.getFields()[name];
    if (field === undefined) throw new UnsupportedOperation();
    const output = this.output(field.type, nodes);
    const isPlain = field.resolve === undefined && isLeafy(output);
    const withRecord = field.extensions['recordById'] === true ? askedWithRecord(output) : [];
    return { ...base, output, slot: isPlain ? -1 : place.slot, withRecord, field };
  }

  private output(type: GraphQLOutputType, nodes: readonly FieldNode[]): OutputPlan {
    const nonNull = isNonNullType(type);
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      return { kind: 'list', nonNull, of: this.output(nullable.ofType, nodes) };
    }
    const named = getNamedType(nullable);
    if (isScalarType(named) || isEnumType(named)) {
      return { kind: 'leaf', nonNull, type: named, write: leafWriter(named) };
    }
    const sets = nodes.flatMap((node) => node.selectionSet ?? []);
    if (isObjectType(named)) return { kind: 'object', nonNull, plan: this.object(named, sets) };
    const members = this.schema.getPossibleTypes(named);
    return {
      kind: 'abstract',
      nonNull,
      plans: new Map(members.map((member) => [member.name, this.object(member, sets)])),
    };
  }

  /** Field nodes by response key in the order of the response, as the specification's CollectFields. */
  private group({ selections }: SelectionSetNode, collecting: Collecting): void {
    this.looks += selections.length;
    if (this.looks > MOST_LOOKS) throw new UnsupportedOperation();
    for (const selection of selections) {
      if (selection.directives?.length) throw new UnsupportedOperation();
      if (selection.kind !== Kind.FIELD) {
        const inner = this.applying(selection, collecting);
        if (inner !== undefined) this.group(inner, collecting);
        continue;
      }
      const key = selection.alias?.value ?? selection.name.value;
      const nodes = collecting.grouped.get(key);
      if (nodes === undefined) collecting.grouped.set(key, [selection]);
      else nodes.push(selection);
    }
  }

  /** The selections of a fragment where it applies to the type, and has not been opened yet. */
  private applying(
    selection: FragmentSpreadNode | InlineFragmentNode,
    { type, visited }: Collecting,
  ): SelectionSetNode | undefined {
    const isSpread = selection.kind === Kind.FRAGMENT_SPREAD;
    if (isSpread && visited.has(selection.name.value)) return undefined;
    if (isSpread) visited.add(selection.name.value);
    const fragment = isSpread ? this.fragments[selection.name.value] : selection;
    if (fragment === undefined || fragment.directives?.length) throw new UnsupportedOperation();
    return this.isFor(type, fragment.typeCondition?.name.value) ? fragment.selectionSet : undefined;
  }

  /** Whether objects of the type meet a type condition. */
  private isFor(type: GraphQLObjectType, condition: string | undefined): boolean {
    if (condition === undefined || condition === type.name) return true;
    const wanted = this.schema.getType(condition);
    return isAbstractType(wanted) && this.schema.isSubType(wanted, type);
  }
}

function askedWithRecord(output: OutputPlan): readonly FieldPlan[] {
  if (output.kind !== 'object') return [];
  return output.plan.deep.filter(({ field }) => field.extensions['askedWithRecord'] === true);
}

/** Stands where a plan needs a field definition for `__typename`, which has none. */
const TYPENAME_FIELD = { name: '__typename', args: [], extensions: {} } as unknown as GraphQLField<
  unknown,
  unknown
>;
