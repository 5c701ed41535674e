import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, resolve } from 'node:path';
import { runCommand, UsageError } from './command.ts';
import { COMPOSERS, composeEverywhere, type SubgraphSource } from './composers.ts';
import { diagnose, type Diagnosis } from './composition-cures.ts';
import { breachesOf } from './sibling-rules.ts';

const USAGE = `npm run schema:check -- <sibling.graphql>...

Composes the given subgraphs with PIT's printed schema in every composer that gateways are built with, and names
each conflict with its cure. Exit code 1 when there is one.`;

const OURS = new URL('../schema/schema.graphql', import.meta.url);

await runCommand(USAGE, {}, async (_options, files) => {
  if (files.length === 0) throw new UsageError('Which subgraphs shall be composed with PIT?');
  const subgraphs = [{ name: 'pit', sdl: await readFile(OURS, 'utf8') }, ...(await readSubgraphs(files))];
  const conflicts = composeEverywhere(subgraphs);
  const [ours, ...siblings] = subgraphs as [SubgraphSource, ...SubgraphSource[]];
  const isReadable = conflicts.every(({ code }) => code !== 'SYNTAX_ERROR');
  const diagnoses = diagnose(isReadable ? [...breachesOf(ours, siblings), ...conflicts] : conflicts);
  for (const diagnosis of diagnoses) console.log(shown(diagnosis));
  if (diagnoses.length > 0) {
    process.exitCode = 1;
    return;
  }
  const names = subgraphs.map(({ name }) => name).join(', ');
  console.log(`${names}: composed by ${Object.keys(COMPOSERS).join(', ')}.`);
});

/** The subgraph of each file, named like the file; like its folder where the file is called after what is in it. */
async function readSubgraphs(files: readonly string[]): Promise<SubgraphSource[]> {
  const names = files.map(nameOf);
  const clash = names.find((name, i) => name === 'pit' || names.indexOf(name) !== i);
  if (clash !== undefined)
    throw new UsageError(`Two subgraphs are named "${clash}": rename a file or its folder.`);
  return Promise.all(files.map(async (file, i) => ({ name: names[i] as string, sdl: await readSdl(file) })));
}

function nameOf(file: string): string {
  const name = basename(file, extname(file));
  return /^(schema|subgraph|index)$/i.test(name) ? basename(dirname(resolve(file))) : name;
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
