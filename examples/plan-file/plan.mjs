#!/usr/bin/env node
/**
 * A plan file of Microsoft Project, from its import to its export, as a client of the API that needs nothing but Node.
 *
 *   node plan.mjs in <file.xml>                        imports it; prints the id of the project
 *   node plan.mjs stretch <project> <task> <days>      previews that a task takes so many working days, and applies it
 *   node plan.mjs work <project> <task>                reports progress on a task, and completes it
 *   node plan.mjs forecast <project>                   keeps the plan as its baseline, and forecasts the finish
 *   node plan.mjs out <project> <file.xml>             exports it again
 *
 * PIT_URL (http://127.0.0.1:4001/graphql) is the service, TOKEN a token of somebody who plans there.
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const { PIT_URL = 'http://127.0.0.1:4001/graphql', TOKEN = '' } = process.env;
const tell = (text) => process.stderr.write(`${text}\n`);

/** The data of an operation; a refusal ends the command, with what would have been taken. */
async function ask(query, variables) {
  if (TOKEN === '') throw new Error('TOKEN is not set: export TOKEN=$(npm run -s token -- --user <mail>)');
  const response = await fetch(PIT_URL, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({ query, variables }),
  }).catch((error) => {
    const why = error.cause?.code ?? error.cause?.message ?? error.message;
    throw new Error(`no service answers at ${PIT_URL} (${why}): start it with npm start, or set PIT_URL`);
  });
  const answer = await response.json().catch(() => null);
  if (answer === null || (answer.data === undefined && answer.errors === undefined))
    throw new Error(`what answers at ${PIT_URL} is no PIT: status ${response.status}`);
  const { data, errors } = answer;
  if (errors === undefined) return data;
  const [{ message, extensions = {} }] = errors;
  const { code, field, expected } = extensions;
  throw new Error([message, code, field, expected].filter(Boolean).join(', '));
}

const change = async (name, type, input, selection = '__typename') =>
  (await ask(`mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} } }`, { input }))[name];

/** Asks until the answer is there, ten minutes at most. */
async function until(what, read) {
  for (let asked = 0; asked < 3_000; asked += 1) {
    const found = await read();
    if (found) return found;
    await sleep(200);
  }
  throw new Error(`${what} is not there after ten minutes`);
}

async function projectOf(id, selection) {
  const { project } = await ask(`query ($id: ID!) { project(id: $id) { ${selection} } }`, { id });
  if (project === null) throw new Error(`there is no project ${id} that you see`);
  return project;
}

async function bringIn(path) {
  const content = await readFile(path).catch((error) => {
    throw new Error(`the file ${path} cannot be read (${error.code})`);
  });
  const sha256 = createHash('sha256').update(content).digest('hex');
  const file = { sha256, size: content.length, mediaType: 'application/xml', fileName: basename(path) };
  const { uploadUrl, fileUrl } = await change(
    'prepareUpload',
    'PrepareUploadInput',
    file,
    'uploadUrl fileUrl',
  );
  const headers = { 'content-type': 'application/xml' };
  const { ok, status } = await fetch(uploadUrl, { method: 'PUT', body: content, headers });
  if (!ok) throw new Error(`the upload was answered ${status}`);
  // Tried first: the report says what would be made, and nothing is stored.
  const tried = await imported({ fileUrl, sha256, format: 'MSPDI', dryRun: true });
  tell(`would make ${tried.report.tasks.made} tasks and ${tried.report.links.made} dependencies`);
  for (const { where, message } of tried.report.warnings) tell(`  ${where}: ${message}`);
  const { project } = await imported({ fileUrl, sha256, format: 'MSPDI', dryRun: false });
  await printSchedule(project.id);
  process.stdout.write(`${project.id}\n`);
}

async function imported(input) {
  const asked = await change('importPlan', 'ImportPlanInput', input, 'import { id }');
  const query = `query ($id: ID!) { planImport(id: $id) { state error { message expected } project { id }
    report { tasks { made } links { made } warnings { where message } } } }`;
  const done = await until('the import', async () => {
    const { planImport } = await ask(query, asked.import);
    return !['WAITING', 'RUNNING'].includes(planImport.state) && planImport;
  });
  const { message = `the import is ${done.state}`, expected } = done.error ?? {};
  if (done.state !== 'DONE') throw new Error(expected ? `${message} Expected: ${expected}` : message);
  return done;
}

/** The dates that are computed of a project, once they are those of its plan. */
async function printSchedule(id) {
  const selection = 'schedule { isStale forecastFinish criticalPath(first: 100) { nodes { name } } }';
  const schedule = await until('the schedule', async () => {
    const { schedule: found } = await projectOf(id, selection);
    return found?.isStale === false && found;
  });
  const names = schedule.criticalPath.nodes.map(({ name }) => name);
  tell(`finishes on ${schedule.forecastFinish}; critical: ${names.join(', ')}`);
}

async function taskOf(project, name) {
  for (let after = null; ;) {
    const page = `tasks(first: 500, after: ${JSON.stringify(after)}) { nodes { id name } pageInfo { hasNextPage endCursor } }`;
    const { tasks } = await projectOf(project, page);
    const found = tasks.nodes.find((task) => task.name === name);
    if (found !== undefined) return found.id;
    if (!tasks.pageInfo.hasNextPage) throw new Error(`the project has no task "${name}"`);
    after = tasks.pageInfo.endCursor;
  }
}

async function stretch(projectId, name, days) {
  if (!/^\d{1,5}$/.test(days)) throw new Error(`"${days}" is no number of working days`);
  const taskId = await taskOf(projectId, name);
  const preview = { projectId, tasks: [{ taskId, durationDays: Number(days) }] };
  const query = `query ($input: PreviewScheduleInput!) { previewSchedule(input: $input) { token
    before { finish } after { finish } moved(first: 100) { nodes { task { name } startAfter endAfter } } } }`;
  const { previewSchedule } = await ask(query, { input: preview });
  const { token, before, after, moved } = previewSchedule;
  tell(`the finish moves from ${before.finish} to ${after.finish}`);
  for (const { task, startAfter, endAfter } of moved.nodes)
    tell(`  ${task.name}: ${startAfter} to ${endAfter}`);
  await change('applySchedule', 'ApplyScheduleInput', { preview, token });
  await printSchedule(projectId);
}

async function work(project, name) {
  const taskId = await taskOf(project, name);
  const selection = 'task { status progressPercent } project { progressPercent }';
  for (const [verb, type, input] of [
    ['updateProgress', 'UpdateProgressInput', { taskId, percent: 50 }],
    ['completeTask', 'MoveStatusInput', { id: taskId }],
  ]) {
    const done = await change(verb, type, input, selection);
    tell(`${name} is ${done.task.status}, the project at ${done.project.progressPercent} percent`);
  }
}

async function forecast(projectId) {
  const { baselines } = await projectOf(projectId, 'baselines { id }');
  const kept = { projectId, name: 'As imported', kind: 'ORIGINAL' };
  if (baselines.length === 0) await change('setBaseline', 'SetBaselineInput', kept);
  const selection = 'forecast { finish { deterministic p50 p80 promised probabilityOnTime } }';
  const input = { projectId, seed: 7, runs: 1000 };
  const { finish } = (await change('forecastProject', 'ForecastProjectInput', input, selection)).forecast;
  const { deterministic, p50, p80, promised, probabilityOnTime } = finish;
  tell(`as planned ${deterministic}, half of the runs end by ${p50}, 80 percent by ${p80}`);
  tell(`by ${promised}, which is promised, it ends in ${probabilityOnTime} percent of the runs`);
}

async function bringOut(projectId, path) {
  const asked = await change(
    'startExport',
    'StartExportInput',
    { projectId, format: 'MSPDI' },
    'export { id }',
  );
  const query = `query ($id: ID!) { projectExport(id: $id) { state downloadUrl sha256 } }`;
  const done = await until('the export', async () => {
    const { projectExport } = await ask(query, asked.export);
    return !['WAITING', 'RUNNING'].includes(projectExport.state) && projectExport;
  });
  if (done.downloadUrl === null) throw new Error(`the export is ${done.state}`);
  const content = Buffer.from(await (await fetch(done.downloadUrl)).arrayBuffer());
  if (createHash('sha256').update(content).digest('hex') !== done.sha256)
    throw new Error('the file is another');
  await writeFile(path, content);
  tell(`${path}: ${content.length} bytes, SHA-256 ${done.sha256}`);
}

const COMMANDS = {
  in: [bringIn, 1],
  stretch: [stretch, 3],
  work: [work, 2],
  forecast: [forecast, 1],
  out: [bringOut, 2],
};
const [name = '', ...values] = process.argv.slice(2);
const [run, count] = COMMANDS[name] ?? [];
try {
  if (run === undefined || values.length !== count) {
    const told = (await readFile(new URL(import.meta.url), 'utf8')).match(/^ \*   .*$/gm) ?? [];
    throw new Error(`usage:\n${told.map((line) => line.slice(3)).join('\n')}`);
  }
  await run(...values);
} catch (error) {
  tell(error.message);
  process.exitCode = 1;
}
