// A thread of Node does not inherit the loader of TypeScript from the process that starts it.
import { isMainThread } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

if (!isMainThread) register();
