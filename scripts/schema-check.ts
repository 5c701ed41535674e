import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { runCommand, UsageError } from './command.ts';
import { COMPOSERS, composeEverywhere, type SubgraphSource } from './composers.ts';
import { diagnose, type Diagnosis } from './composition-cures.ts';

const USAGE = `npm run schema:check -- <sibling.graphql>...

Composes the given subgraphs with PIT's printed schema in every composer that gateways are built with, and names
each conflict with its cure. Exit code 1 when there is one.`;

const OURS = new URL('../schema/schema.graphql', import.meta.url);

await runCommand(USAGE, {}, async (_options, files) => {
  if (files.length === 0) throw new UsageError('Which subgraphs shall be composed with PIT?');
  const subgraphs = [{ name: 'pit', sdl: await readFile(OURS, 'utf8') }, ...(await readSubgraphs(files))];
  const diagnoses = diagnose(composeEverywhere(subgraphs));
  for (const diagnosis of diagnoses) console.log(shown(diagnosis));
  if (diagnoses.length > 0) {
    process.exitCode = 1;
    return;
  }
  const names = subgraphs.map(({ name }) => name).join(', ');
  console.log(`${names}: composed by ${Object.keys(COMPOSERS).join(', ')}.`);
});

/** The subgraph of each file, named like the file. */
async function readSubgraphs(files: readonly string[]): Promise<SubgraphSource[]> {
  const names = files.map((file) => basename(file, extname(file)));
  const clash = names.find((name, i) => name === 'pit' || names.indexOf(name) !== i);
  if (clash !== undefined) throw new UsageError(`Two subgraphs are named "${clash}": rename a file.`);
  return Promise.all(files.map(async (file, i) => ({ name: names[i] as string, sdl: await readSdl(file) })));
}

function readSdl(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => {
    throw new UsageError(`${file} cannot be read.`);
  });
}

function shown({ code, cure, findings }: Diagnosis): string {
  const lines = findings.map(
    ({ composers, message }) => `  ${message.replaceAll('\n', '\n  ')}\n    (${composers.join(', ')})`,
  );
  return [code, ...lines, `  Cure: ${cure}`, ''].join('\n');
}
