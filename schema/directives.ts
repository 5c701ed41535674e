import {
  Kind,
  visit,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type StringValueNode,
  type TypeNode,
} from 'graphql';

/** The highest federation version that all three composers take. */
export const FEDERATION_LINK = `extend schema
  @link(
    url: "https://specs.apollo.dev/federation/v2.9"
    import: ["@key", "@shareable", "@tag", "@inaccessible", "@requiresScopes", "@cost", "@listSize"]
  )`;

/** How many rows a bounded child list is assumed to hold where its field does not say. */
const ASSUMED_CHILDREN = 10;

/** What no resolver class can say, since each holds a part of it alone. */
const ROOT_DESCRIPTIONS: Readonly<Record<string, string>> = {
  Query: 'What can be read. Everything is seen as the caller: what they may not see is not there.',
  Mutation: 'What can be changed. Each is one transaction: it happens as a whole, or not at all.',
  Subscription: 'What can be followed as it happens.',
};

/** The one argument of every mutation, whose type tells the rest. */
const INPUT_DESCRIPTION = 'What is asked for.';

/**
 * Adds what every list of the contract carries and no resolver should have to repeat: `@listSize`, from the
 * paging arguments for connections and by assumption for plain lists of objects. Root types and the input of mutations
 * are described.
 */
export function withContractDirectives(document: DocumentNode): DocumentNode {
  const objects = new Set(
    document.definitions.flatMap((node) =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION ? [node.name.value] : [],
    ),
  );
  return visit(document, {
    ObjectTypeDefinition: (type) => {
      const description = ROOT_DESCRIPTIONS[type.name.value];
      return description && { ...type, description: asDescription(description) };
    },
    InputValueDefinition: (argument) =>
      argument.name.value === 'input' && argument.description === undefined
        ? { ...argument, description: asDescription(INPUT_DESCRIPTION) }
        : undefined,
    FieldDefinition: (field) => {
      if (field.directives?.some((directive) => directive.name.value === 'listSize')) return undefined;
      const directive = listSizeOf(field, objects);
      return directive && { ...field, directives: [...(field.directives ?? []), directive] };
    },
  });
}

function asDescription(value: string): StringValueNode {
  return { kind: Kind.STRING, value, block: true };
}

function listSizeOf(
  field: FieldDefinitionNode,
  objects: ReadonlySet<string>,
): ConstDirectiveNode | undefined {
  const takes = (name: string) => field.arguments?.some((argument) => argument.name.value === name);
  if (takes('first') && takes('last')) {
    return directive('listSize', {
      slicingArguments: ['first', 'last'],
      sizedFields: ['edges'],
      requireOneSlicingArgument: false,
    });
  }
  const item = itemOf(field.type);
  const isEdges = field.name.value === 'edges';
  if (item === undefined || !objects.has(item) || isEdges) return undefined;
  return directive('listSize', { assumedSize: ASSUMED_CHILDREN });
}

/** The named type of a list's items, or undefined for what is no list. */
function itemOf(type: TypeNode): string | undefined {
  const nullable = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
  if (nullable.kind !== Kind.LIST_TYPE) return undefined;
  const item = nullable.type.kind === Kind.NON_NULL_TYPE ? nullable.type.type : nullable.type;
  return item.kind === Kind.NAMED_TYPE ? item.name.value : undefined;
}

function directive(name: string, args: Record<string, number | boolean | string[]>): ConstDirectiveNode {
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: name },
    arguments: Object.entries(args).map(([key, value]) => ({
      kind: Kind.ARGUMENT,
      name: { kind: Kind.NAME, value: key },
      value: literal(value),
    })),
  };
}

function literal(value: number | boolean | string[]) {
  if (typeof value === 'number') return { kind: Kind.INT, value: String(value) } as const;
  if (typeof value === 'boolean') return { kind: Kind.BOOLEAN, value } as const;
  const values = value.map((item) => ({ kind: Kind.STRING, value: item }) as const);
  return { kind: Kind.LIST, values } as const;
}
