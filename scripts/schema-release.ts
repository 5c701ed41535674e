import { fileURLToPath } from 'node:url';
import { buildSubgraph } from '../schema/build.ts';
import { runCommand, UsageError } from './command.ts';
import { namedBreaks, releaseContract } from './released-contract.ts';

const USAGE = `npm run schema:release -- <version>

Writes the schema that the service serves down as released, to schema/released/<version>.graphql. Nothing released is
written over, nothing is released that breaks the release before without a decision record that names it by a line
"Breaks: FIELD_REMOVED Task.foo", and from 1.0 on nothing is removed before the date of its deprecation is over.`;

const RELEASED = fileURLToPath(new URL('../schema/released/', import.meta.url));
const DECISIONS = fileURLToPath(new URL('../docs/decisions/', import.meta.url));

await runCommand(USAGE, {}, async (_options, [version, ...others]) => {
  if (version === undefined || others.length > 0) throw new UsageError('Which version is released?');
  const { sdl } = await buildSubgraph();
  const named = await namedBreaks(DECISIONS);
  const today = new Date().toISOString().slice(0, 10);
  await releaseContract(RELEASED, { version, sdl, named, today });
  console.log(`schema/released/${version}.graphql written`);
});
