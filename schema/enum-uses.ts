import { Kind, visit, type DocumentNode } from 'graphql';

/** Which types stand in inputs and arguments, and which in answers, by name. */
export function enumUses(document: DocumentNode): {
  inInputs: ReadonlySet<string>;
  inOutputs: ReadonlySet<string>;
} {
  const enums = new Set(
    document.definitions.flatMap((node) =>
      node.kind === Kind.ENUM_TYPE_DEFINITION ? [node.name.value] : [],
    ),
  );
  const inInputs = new Set<string>();
  const inOutputs = new Set<string>();
  let into = inOutputs;
  visit(document, {
    InputValueDefinition: { enter: () => void (into = inInputs), leave: () => void (into = inOutputs) },
    NamedType: ({ name }) => void (enums.has(name.value) && into.add(name.value)),
  });
  return { inInputs, inOutputs };
}
