import { Kind, type ConstDirectiveNode, type ConstValueNode } from 'graphql';

/** What the arguments of our directives are made of. */
type Value = number | boolean | string | readonly Value[];

/** A directive as it stands in SDL: `directive('tag', { name: 'public' })`. */
export function directive(name: string, args: Readonly<Record<string, Value>> = {}): ConstDirectiveNode {
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

function literal(value: Value): ConstValueNode {
  if (typeof value === 'number') return { kind: Kind.INT, value: String(value) };
  if (typeof value === 'boolean') return { kind: Kind.BOOLEAN, value };
  if (typeof value === 'string') return { kind: Kind.STRING, value };
  return { kind: Kind.LIST, values: value.map(literal) };
}

/** The first directive of that name, if the node carries one. */
export function directiveOf(
  node: { readonly directives?: readonly ConstDirectiveNode[] | undefined },
  name: string,
): ConstDirectiveNode | undefined {
  return node.directives?.find((each) => each.name.value === name);
}

/** The node with more directives behind those that it has. */
export function withDirectives<N extends { readonly directives?: readonly ConstDirectiveNode[] | undefined }>(
  node: N,
  ...more: readonly ConstDirectiveNode[]
): N {
  return more.length === 0 ? node : { ...node, directives: [...(node.directives ?? []), ...more] };
}
