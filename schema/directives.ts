import {
  Kind,
  visit,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type StringValueNode,
  type TypeNode,
} from 'graphql';
import { withAudience } from './audience.ts';
import { enumUses } from './enum-uses.ts';
import { withScopes } from './scopes.ts';
import { directive, directiveOf, withDirectives } from './syntax.ts';

/** The highest federation version that all three composers take. */
export const FEDERATION_LINK = `extend schema
  @link(
    url: "https://specs.apollo.dev/federation/v2.9"
    import: ["@key", "@shareable", "@tag", "@inaccessible", "@requiresScopes", "@cost", "@listSize"]
  )`;

/** What a connection gives its rows as. */
const ROWS = ['edges', 'nodes'];

/** How many rows a bounded child list is assumed to hold where its field does not say. */
const ASSUMED_CHILDREN = 10;

/** Descriptions of the root types, which many resolver classes share. */
const ROOT_DESCRIPTIONS: Readonly<Record<string, string>> = {
  Query: 'What can be read. Everything is read with the caller’s rights: what they may not see is not there.',
  Mutation: 'What can be changed. Each is one transaction: it happens as a whole, or not at all.',
  Subscription: 'What can be followed as it happens.',
};

/**
 * Adds what no resolver should have to repeat: descriptions of root types and inputs, `@listSize` on every list, by the
 * paging arguments of connections and by assumption elsewhere, whether an enum may grow, the audience of each type and field, and the scopes that
 * a role's token needs. What something costs, and what is internal, stands with its resolver.
 */
export function withContractDirectives(document: DocumentNode): DocumentNode {
  const inputTypes = descriptionsOfInputs(document);
  const growthOf = enumGrowth(document);
  const sized = visit(document, {
    EnumTypeDefinition: ({ name, description, ...type }) => ({
      ...type,
      name,
      description: asDescription(`${description?.value ?? ''} ${growthOf(name.value)}`),
    }),
    ObjectTypeDefinition: (type) => {
      const description = ROOT_DESCRIPTIONS[type.name.value];
      return description && { ...type, description: asDescription(description) };
    },
    InputValueDefinition: (argument) => {
      if (argument.name.value !== 'input' || argument.description !== undefined) return undefined;
      return { ...argument, description: inputTypes.get(namedTypeOf(argument.type)) };
    },
    FieldDefinition: (field) => {
      if (directiveOf(field, 'listSize') !== undefined) return undefined;
      const listSize = listSizeOf(field);
      return listSize && withDirectives(field, listSize);
    },
  });
  return withAudience(withScopes(sized));
}

/** The one argument of a mutation is described as its type is, unless the resolver says more. */
function descriptionsOfInputs(document: DocumentNode): Map<string, StringValueNode | undefined> {
  const types = document.definitions.filter((each) => each.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION);
  return new Map(types.map(({ name, description }) => [name.value, description]));
}

function namedTypeOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedTypeOf(type.type);
}

/** Whether an enum gets new values without notice, in words for whoever reads the schema. */
function enumGrowth(document: DocumentNode): (name: string) => string {
  const { inInputs, inOutputs } = enumUses(document);
  return (name) => {
    if (!inOutputs.has(name)) return 'Inputs alone use it: values may be added.';
    if (inInputs.has(name)) return 'Frozen: a new value counts as a break.';
    return 'Open: values may be added, so that clients need a default branch.';
  };
}

function asDescription(value: string): StringValueNode {
  return { kind: Kind.STRING, value, block: true };
}

function listSizeOf(field: FieldDefinitionNode): ConstDirectiveNode | undefined {
  const takes = (name: string) => field.arguments?.some((argument) => argument.name.value === name);
  if (takes('first')) {
    return directive('listSize', {
      slicingArguments: ['first', 'last'].filter(takes),
      sizedFields: ROWS,
      requireOneSlicingArgument: false,
    });
  }
  const { type } = field;
  const nullable = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
  // The rows of a connection are sized by the field that the connection hangs on.
  if (nullable.kind !== Kind.LIST_TYPE || ROWS.includes(field.name.value)) return undefined;
  return directive('listSize', { assumedSize: ASSUMED_CHILDREN });
}
