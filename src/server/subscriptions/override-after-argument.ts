import {
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
} from 'graphql';

/**
 * The subscription as if its `after` were this cursor. Where a subscriber goes on is known beside the operation when a
 * connection is taken up again: by `Last-Event-ID`, or from what is stored of a callback.
 */
export function overrideAfterArgument(
  schema: GraphQLSchema,
  document: DocumentNode,
  cursor: string,
): DocumentNode {
  const info = new TypeInfo(schema);
  const root = schema.getSubscriptionType();
  return visit(
    document,
    visitWithTypeInfo(info, {
      Field: (field) => (info.getParentType() === root ? withAfter(field, cursor) : false),
    }),
  );
}

function withAfter(field: FieldNode, cursor: string): FieldNode {
  const others = (field.arguments ?? []).filter(({ name }) => name.value !== 'after');
  const after = {
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: 'after' },
    value: { kind: Kind.STRING, value: cursor },
  } as const;
  return { ...field, arguments: [...others, after] };
}
