/** A stream of events and the organisation that it belongs to; an id alone says nothing of whose it is. */
export interface StreamName {
  readonly orgId: string;
  /** A project, or a user for what concerns that user alone. */
  readonly streamId: string;
}

/** The stream as one text: key of maps and of wake-ups, 73 characters. */
export function streamKey({ orgId, streamId }: StreamName): string {
  return `${orgId}:${streamId}`;
}
