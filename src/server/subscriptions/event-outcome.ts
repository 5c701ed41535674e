/** One result as it goes over the wire: serialised once, and shared by all who asked the same and may be answered the same. */
export interface EventResult {
  /** An execution result in JSON. */
  readonly json: string;
  /** Of a subscription's event: where to resume. */
  readonly cursor?: string;
}

/** What came of an execution. */
export type EventOutcome =
  | { readonly isSeen: false }
  | {
      readonly isSeen: true;
      readonly result: EventResult;
      /** Whether it is as good for others who may see the project: it has no errors, and did not depend on who asked. */
      readonly isForAll: boolean;
    };
