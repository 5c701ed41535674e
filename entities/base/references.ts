import { ForeignKey } from 'typeorm';

/**
 * Declares that a column holds the id of a `parent` row, as a composite foreign key `(scope, column)` to
 * `(scope, id)`. Within `orgId` the parent belongs to the same organisation; within `projectId` or `phaseId`
 * it also belongs to the same project or phase. Rows themselves are found by loaders, so no relation is declared.
 */
export function References(parent: () => new () => object, scope = 'orgId'): PropertyDecorator {
  return (prototype, property) => {
    ForeignKey(parent, [scope, String(property)], [scope, 'id'])(prototype.constructor);
  };
}
