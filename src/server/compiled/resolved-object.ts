import type { ObjectPlan } from './plan.ts';

/** An object whose deep fields have been looked into; objects without deep fields stay plain rows. */
export class ResolvedObject {
  readonly children: unknown[];

  constructor(
    readonly value: Record<string, unknown>,
    readonly plan: ObjectPlan,
  ) {
    this.children = new Array<unknown>(plan.deep.length).fill(null);
  }
}

/** Something failed, or a null stands where none may: graphql-js shall say it in its words. */
export class FallBackToGraphqlJs extends Error {}
