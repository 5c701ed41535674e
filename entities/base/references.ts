import { ForeignKey } from 'typeorm';

/**
 * Declares that a column holds the id of a `parent` row, as a composite foreign key `(scope, column)` to
 * `(scope, id)`. Within `orgId` the parent belongs to the same organisation; within `projectId` or `phaseId`
 * it also belongs to the same project or phase. Rows themselves are found by loaders, so no relation is declared.
 *
 * @param onUpdate CASCADE where the row goes along when its parent moves to another scope.
 */
export function References(
  parent: () => new () => object,
  scope = 'orgId',
  onUpdate: 'NO ACTION' | 'CASCADE' = 'NO ACTION',
): PropertyDecorator {
  return (prototype, property) => {
    ForeignKey(parent, [scope, String(property)], [scope, 'id'], { onUpdate })(prototype.constructor);
  };
}
