import type { GraphQLFormattedError } from 'graphql';
import type { EventResult } from '../event-executor.ts';

/** How results are written into one long HTTP response. */
export interface StreamFormat {
  /** What metrics call it. */
  readonly name: 'sse' | 'multipart';
  readonly contentType: string;
  /** What follows the headers at once: some clients do not look at them before. */
  readonly opening: string;
  /** What is sent where nothing happens. */
  readonly idle: string;
  /** A result as it goes over the wire, the same bytes for all who are sent the same. */
  frameOf(result: EventResult): Buffer;
  /** Says that this was all, after `errors` where it did not end well. */
  endOf(errors?: readonly GraphQLFormattedError[]): string;
}

/** A format's `frameOf`: each result is written once, and kept for as long as it is, for all who are sent the same. */
export function frameOnce(write: (result: EventResult) => string): StreamFormat['frameOf'] {
  const frames = new WeakMap<EventResult, Buffer>();
  return (result) => {
    let frame = frames.get(result);
    if (frame === undefined) {
      frame = Buffer.from(write(result));
      frames.set(result, frame);
    }
    return frame;
  };
}
