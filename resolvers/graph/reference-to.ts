import { Extensions } from 'type-graphql';

/** What a field declares that answers the row whose id a property of its parent holds. */
export interface DeclaredReference {
  readonly entity: abstract new () => object;
  readonly property: string;
}

/**
 * Says that a field answers the row of `entity` whose id the property of its parent holds, and nothing else, so that the row is
 * looked up in the round trip of its parent (`src/db/read/ahead/`). It says `RequiresColumns` as well.
 */
export function ReferenceTo(
  entity: DeclaredReference['entity'],
  property: string,
): MethodDecorator & PropertyDecorator {
  const reference: DeclaredReference = { entity, property };
  return Extensions({ needs: [property], reference });
}
