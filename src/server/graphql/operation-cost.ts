import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  isUnionType,
  getNullableType,
  Kind,
  valueFromASTUntyped,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { countListValues } from './input-lists.ts';

/** How large an operation is. */
export interface Measure {
  depth: number;
  aliases: number;
  rootFields: number;
  /** Objects it can make the service read, after the Cost specification: `@cost` weights times list sizes. */
  cost: number;
  /** Entities that `_entities` is asked for, all its occurrences together. */
  representations: number;
  /** Whether a page size or a list came from a variable, so that the measure holds for these variables alone. */
  dependsOnVariables: boolean;
}

/** Rows of a page whose size the operation leaves open. */
const DEFAULT_PAGE = 20;
/** Beyond this everything is too much; keeps products of sizes inside exact integers. */
const CEILING = 1e12;

/** Walks an operation once. Fragments are measured once each per type, so shared ones cannot blow the walk up. */
export function measureOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Measure {
  const root = schema.getRootType(operation.operation);
  if (!root)
    return { depth: 0, aliases: 0, rootFields: 0, cost: 0, representations: 0, dependsOnVariables: false };
  const scale = new Scale(schema, document, { ...defaultsOf(operation), ...variables });
  const { depth, aliases, cost, fields } = scale.selection(operation.selectionSet, root);
  const { representations, dependsOnVariables } = scale;
  return { depth, aliases, cost, rootFields: fields, representations, dependsOnVariables };
}

/** What variables are when the request leaves them out: a size must not hide behind a default. */
function defaultsOf(operation: OperationDefinitionNode): Record<string, unknown> {
  const defaults: Record<string, unknown> = {};
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    if (defaultValue) defaults[variable.name.value] = valueFromASTUntyped(defaultValue);
  }
  return defaults;
}

interface Weight {
  depth: number;
  aliases: number;
  fields: number;
  cost: number;
}

/** How many rows a list gives, and below a connection the fields that give them. */
interface ListSize {
  readonly size: number;
  readonly fields?: readonly string[] | undefined;
}

const ONE: ListSize = { size: 1 };

class Scale {
  dependsOnVariables = false;
  representations = 0;
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly weighed = new Map<string, Weight>();

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly variables: Readonly<Record<string, unknown>>,
  ) {
    for (const node of document.definitions) {
      if (node.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(node.name.value, node);
    }
  }

  /** @param list the connection that the selection stands in, if it does. */
  selection(set: SelectionSetNode, parent: GraphQLNamedType, list = ONE): Weight {
    const total: Weight = { depth: 0, aliases: 0, fields: 0, cost: 0 };
    for (const selection of set.selections) {
      const part =
        selection.kind === Kind.FIELD
          ? this.field(selection, parent, list)
          : selection.kind === Kind.FRAGMENT_SPREAD
            ? this.fragment(selection.name.value, list)
            : this.selection(
                selection.selectionSet,
                this.typeNamed(selection.typeCondition?.name.value) ?? parent,
                list,
              );
      total.depth = Math.max(total.depth, part.depth);
      total.aliases = Math.min(CEILING, total.aliases + part.aliases);
      total.fields = Math.min(CEILING, total.fields + part.fields);
      total.cost = Math.min(CEILING, total.cost + part.cost);
    }
    return total;
  }

  private fragment(name: string, list: ListSize): Weight {
    const key = `${name} ${list.size}`;
    let weight = this.weighed.get(key);
    const fragment = this.fragments.get(name);
    const type = this.typeNamed(fragment?.typeCondition.name.value);
    if (weight === undefined && fragment !== undefined && type !== undefined) {
      weight = this.selection(fragment.selectionSet, type, list);
      this.weighed.set(key, weight);
    }
    return weight ?? { depth: 0, aliases: 0, fields: 0, cost: 0 };
  }

  private field(node: FieldNode, parent: GraphQLNamedType, list: ListSize): Weight {
    const aliases = node.alias === undefined ? 0 : 1;
    const field = fieldOf(parent, node.name.value);
    if (field === undefined) return { depth: 1, aliases, fields: 1, cost: 0 };
    const type = getNamedType(field.type);
    const given = this.sizeOf(node, field);
    const below = node.selectionSet
      ? this.selection(node.selectionSet, type, given.fields === undefined ? ONE : given)
      : { depth: 0, aliases: 0, fields: 0, cost: 0 };
    const own = weightOf(field, isCompositeType(type) ? 1 : 0);
    const rows = given.fields === undefined ? given.size : 1;
    const size = list.fields?.includes(field.name) === true ? rows * list.size : rows;
    const values = this.listValues(node, parent, field);
    return {
      depth: below.depth + 1,
      aliases: aliases + below.aliases,
      fields: 1,
      cost: Math.min(CEILING, size * (own + below.cost) + values),
    };
  }

  /** How many objects the field may give; a connection gives them by fields of its own. */
  private sizeOf(node: FieldNode, field: GraphQLField<unknown, unknown>): ListSize {
    if (field.name === '_entities') return { size: this.countRepresentations(node) };
    const listSize = directiveOf(field, 'listSize');
    const slicing = listSize && (argumentOf(listSize, 'slicingArguments') as string[] | undefined);
    const assumed = listSize && argumentOf(listSize, 'assumedSize');
    const usual = typeof assumed === 'number' ? assumed : DEFAULT_PAGE;
    if (slicing !== undefined) {
      const sizes = slicing.flatMap((name) => this.numberGiven(node, name) ?? []);
      const fields = listSize && (argumentOf(listSize, 'sizedFields') as string[] | undefined);
      return { size: sizes.length === 0 ? usual : Math.max(1, ...sizes), fields };
    }
    if (typeof assumed === 'number') return { size: assumed };
    const isOpen = isListType(getNullableType(field.type)) && isUnionType(getNamedType(field.type));
    return isOpen ? { size: DEFAULT_PAGE } : ONE;
  }

  private countRepresentations(node: FieldNode): number {
    const given = this.given(node, 'representations');
    const count = Array.isArray(given) ? given.length : 1;
    this.representations += count;
    return count;
  }

  /** Values in lists of the arguments. Representations are counted as what they give. */
  private listValues(
    node: FieldNode,
    parent: GraphQLNamedType,
    field: GraphQLField<unknown, unknown>,
  ): number {
    if (field.name === '_entities') return 0;
    return countListValues(parent.name, field, (name) => this.given(node, name));
  }

  private numberGiven(node: FieldNode, name: string): number | undefined {
    const value = this.given(node, name);
    return typeof value === 'number' ? value : undefined;
  }

  private given(node: FieldNode, name: string): unknown {
    const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
    if (value === undefined) return undefined;
    if (mentionsVariable(value)) this.dependsOnVariables = true;
    return valueFromASTUntyped(value, this.variables);
  }

  private typeNamed(name: string | undefined): GraphQLNamedType | undefined {
    return name === undefined ? undefined : this.schema.getType(name);
  }
}

/** Fields of an interface cost what those behind it do: tests/graph/contract/contract.test.ts. */
function fieldOf(parent: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}

function mentionsVariable(value: ValueNode): boolean {
  if (value.kind === Kind.LIST) return value.values.some(mentionsVariable);
  if (value.kind === Kind.OBJECT) return value.fields.some((field) => mentionsVariable(field.value));
  return value.kind === Kind.VARIABLE;
}

function weightOf(field: GraphQLField<unknown, unknown>, otherwise: number): number {
  const cost = directiveOf(field, 'cost');
  return cost === undefined ? otherwise : Number(argumentOf(cost, 'weight'));
}

function directiveOf(field: GraphQLField<unknown, unknown>, name: string): DirectiveNode | undefined {
  return field.astNode?.directives?.find((directive) => directive.name.value === name);
}

function argumentOf(directive: DirectiveNode, name: string): unknown {
  const argument = directive.arguments?.find((each) => each.name.value === name);
  return argument && valueFromASTUntyped(argument.value);
}
