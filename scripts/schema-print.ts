import { readFile, writeFile } from 'node:fs/promises';
import { buildSubgraph } from '../schema/build.ts';
import { runCommand } from './command.ts';

const USAGE = `npm run schema:print [-- --check]

Writes the schema that the service serves to schema/schema.graphql.
--check   changes nothing; fails when the file is not what would be written`;

const FILE = new URL('../schema/schema.graphql', import.meta.url);

await runCommand(USAGE, { check: { type: 'boolean' } }, async ({ check }) => {
  const { sdl } = await buildSubgraph();
  if (check !== true) {
    await writeFile(FILE, sdl);
    console.log('schema/schema.graphql written');
    return;
  }
  const printed = await readFile(FILE, 'utf8').catch(() => '');
  if (printed !== sdl)
    throw new Error('schema/schema.graphql is not up to date: run "npm run schema:print".');
});
