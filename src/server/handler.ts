import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers an HTTP request of one path. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;
