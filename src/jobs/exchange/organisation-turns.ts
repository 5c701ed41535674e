/** What waits to be done for organisations, which take turns: whoever has much to do does not hold up who has little. */
export class OrganisationTurns {
  /** Ids by organisation, each in the order in which they came; the organisation whose turn it is comes first. */
  private readonly waiting = new Map<string, Set<string>>();

  /** Once, however often it is added before its turn. */
  add(orgId: string, id: string): void {
    const ids = this.waiting.get(orgId);
    if (ids === undefined) this.waiting.set(orgId, new Set([id]));
    else ids.add(id);
  }

  /** Takes what is next; undefined when nothing waits. */
  next(): { readonly orgId: string; readonly id: string } | undefined {
    for (const [orgId, ids] of this.waiting) {
      const [id] = ids;
      this.waiting.delete(orgId);
      if (id === undefined) continue;
      ids.delete(id);
      // Behind all others that wait.
      if (ids.size > 0) this.waiting.set(orgId, ids);
      return { orgId, id };
    }
    return undefined;
  }

  clear(): void {
    this.waiting.clear();
  }
}
