// A process that has the embedded database of a directory open until its standard input ends.
import { once } from 'node:events';
import { openEmbedded } from '../../../src/db/setup/embedded.ts';

const database = await openEmbedded(process.argv[2] ?? '', { throwAway: true });
process.stdout.write(`${JSON.stringify({ started: database.started, appUrl: database.appUrl })}\n`);
process.stdin.resume();
await once(process.stdin, 'end');
await database.close();
