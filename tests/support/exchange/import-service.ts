import type { Actor } from '../../../src/domain/directory/actor.ts';
import { EventSourceReader } from '../subscriptions/event-source.ts';
import { startTestService, type TestService } from '../processes/service.ts';
import { announce, put, sha256Of } from '../worlds/announced-content.ts';
import { Plan } from '../worlds/plan-database.ts';

/** An import as the graph tells of it. */
export interface ShownImport {
  readonly id: string;
  readonly state: string;
  readonly step: string | null;
  readonly isCancelled: boolean;
  readonly project: { readonly id: string; readonly name: string } | null;
  readonly error: {
    code: string;
    pit: string | null;
    message: string;
    field: string | null;
    expected: string | null;
  } | null;
  readonly report: ShownReport | null;
}

type Counts = Record<'made' | 'changed' | 'unchanged' | 'deletedHere' | 'removed', number>;

export interface ShownReport extends Record<
  'phases' | 'workPackages' | 'tasks' | 'subtasks' | 'links',
  Counts
> {
  readonly projectName: string;
  readonly isNewProject: boolean;
  readonly warningCount: number;
  readonly warnings: readonly { kind: string; where: string; message: string }[];
}

const COUNTS = '{ made changed unchanged deletedHere removed }';
export const IMPORT = `id state step isCancelled project { id name } error { code pit message field expected }
  report { projectName isNewProject warningCount warnings { kind where message }
    phases ${COUNTS} workPackages ${COUNTS} tasks ${COUNTS} subtasks ${COUNTS} links ${COUNTS} }`;

/** A service with its jobs over a plan's database, and files that are imported by its API. */
export class ImportService {
  private constructor(
    readonly plan: Plan,
    readonly service: TestService,
  ) {}

  static async open(settings: object = {}, env: Record<string, string> = {}): Promise<ImportService> {
    const plan = await Plan.open(settings);
    return new ImportService(plan, await startTestService(plan.database, env, { jobs: true }));
  }

  async close(): Promise<void> {
    await this.service.stop();
    await this.plan.close();
  }

  /** The data that an operation is answered with; errors fail the test. */
  async ask<T>(query: string, variables: Record<string, unknown> = {}, actor?: Actor): Promise<T> {
    const token = await this.service.token(actor ?? this.plan.actor());
    const { body } = await this.service.query(token, query, variables);
    if (body.errors !== undefined) throw new Error(JSON.stringify(body.errors));
    return body.data as T;
  }

  /** Uploads a file; answers how it is named in an import. */
  async upload(content: Buffer | string, actor?: Actor): Promise<{ fileUrl: string; sha256: string }> {
    const { prepareUpload } = await this.ask<{ prepareUpload: { uploadUrl: string; fileUrl: string } }>(
      'mutation ($input: PrepareUploadInput!) { prepareUpload(input: $input) { uploadUrl fileUrl } }',
      { input: announce(content, { mediaType: 'application/xml' }) },
      actor,
    );
    await put(prepareUpload.uploadUrl, content, { 'content-type': 'application/xml' });
    return { fileUrl: prepareUpload.fileUrl, sha256: sha256Of(content) };
  }

  /** Asks for an import; answers its id. */
  async request(input: object, actor?: Actor): Promise<string> {
    const { importPlan } = await this.ask<{ importPlan: { import: { id: string } } }>(
      'mutation ($input: ImportPlanInput!) { importPlan(input: $input) { import { id state } } }',
      { input },
      actor,
    );
    return importPlan.import.id;
  }

  /** Follows an import to its end, by server-sent events; answers all that was told. */
  async follow(id: string, actor?: Actor): Promise<ShownImport[]> {
    const authorization = `Bearer ${await this.service.token(actor ?? this.plan.actor())}`;
    const query = `subscription ($id: ID!) { importProgress(id: $id) { ${IMPORT} } }`;
    const reader = await EventSourceReader.open(this.service.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization },
      body: JSON.stringify({ query, variables: { id } }),
    });
    const events = await reader.rest();
    return events
      .filter(({ event }) => event === 'next')
      .map(({ data }) => (JSON.parse(data) as { data: { importProgress: ShownImport } }).data.importProgress);
  }

  /** Imports content from its upload to its end; answers what came of it. */
  async import(content: Buffer | string, input: object, actor?: Actor): Promise<ShownImport> {
    const file = await this.upload(content, actor);
    const id = await this.request({ format: 'MSPDI', dryRun: false, ...file, ...input }, actor);
    const told = await this.follow(id, actor);
    const last = told.at(-1);
    if (last === undefined) throw new Error('nothing was told of the import');
    return last;
  }

  /** Has a project exported; answers once it is over. */
  async exported(input: object): Promise<{ id: string; state: string; downloadUrl: string | null }> {
    const { startExport } = await this.ask<{ startExport: { export: { id: string } } }>(
      'mutation ($input: StartExportInput!) { startExport(input: $input) { export { id } } }',
      { input },
    );
    const query = 'query ($id: ID!) { projectExport(id: $id) { id state downloadUrl error { message } } }';
    for (;;) {
      const { projectExport } = await this.ask<{
        projectExport: { id: string; state: string; downloadUrl: string | null };
      }>(query, { id: startExport.export.id });
      if (projectExport.state !== 'WAITING' && projectExport.state !== 'RUNNING') return projectExport;
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  /** The file of an export. */
  async export(input: object): Promise<string> {
    const { state, downloadUrl } = await this.exported(input);
    if (downloadUrl === null) throw new Error(`the export is ${state}`);
    return (await fetch(downloadUrl)).text();
  }
}
