import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { clock } from '../../../src/clock.ts';
import { systemActor } from '../../../src/domain/directory/actor.ts';
import type { QualityOutcome } from '../../../src/domain/quality/quality-catalogue.ts';
import type { OutsideLook } from '../../../src/domain/quality/quality-files.ts';
import { pathOfFile, type FileKey } from '../../../src/services/evidence/file-store.ts';
import { LocalFileStore } from '../../../src/server/files/local-file-store.ts';
import { lookOutside, type OutsideParts } from '../../../src/services/quality/outside-look.ts';
import { inspectProject } from '../../../src/services/quality/project-checks.ts';
import { TEST_SEALER } from '../../support/processes/graph.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

export const TODAY = '2026-11-18';
/** Names nothing. */
export const GONE = '00000000-0000-0000-0000-00000000dead';
const SYSTEM_USER = '00000000-0000-0000-0000-0000000000ff';

/** A project in which nothing is wrong, and the records that tests break. */
export interface Sound {
  readonly project: string;
  readonly phase: string;
  /** Has nothing but an empty package. */
  readonly spare: string;
  readonly sparePackage: string;
  readonly roof: string;
  /** Completed and proven. */
  readonly done: string;
  readonly open: string;
  /** Deleted, with its evidence. */
  readonly dropped: string;
  readonly accepted: string;
  readonly review: string;
  /** Evidence that nobody has judged, whose file is kept here. */
  readonly waiting: string;
  readonly file: string;
  readonly late: string;
  readonly message: string;
}

/** A plan with a store of files, and ways to break it as only a superuser can. */
export class QualityWorld {
  private constructor(
    readonly plan: Plan,
    readonly store: LocalFileStore,
    private readonly directory: string | null,
  ) {}

  static async open(settings: object = {}): Promise<QualityWorld> {
    const plan = await Plan.open(settings);
    const directory = await mkdtemp(join(tmpdir(), 'pit-quality-'));
    clock.today = () => TODAY;
    const world = new QualityWorld(plan, await LocalFileStore.open(directory), directory);
    await world.settle();
    return world;
  }

  /** Another organisation in the same database, closed along with this one. */
  async neighbour(): Promise<QualityWorld> {
    const world = new QualityWorld(await this.plan.neighbour(), this.store, null);
    await world.settle();
    return world;
  }

  async close(): Promise<void> {
    await this.plan.close();
    if (this.directory !== null) await rm(this.directory, { recursive: true, force: true });
  }

  private async settle(): Promise<void> {
    const { plan } = this;
    await plan.rows(`INSERT INTO pit_ops.settled_day (org_id, day) VALUES ($1, $2)`, [plan.orgId, TODAY]);
  }

  /** By what a run of an administrator's looks at files and trail. */
  get parts(): OutsideParts {
    const { plan, store } = this;
    return {
      store,
      sealer: TEST_SEALER,
      asCaller: (verb) => plan.run(verb, { actor: plan.actor(plan.sponsor, 'admin') }),
      asPlatform: (verb) => plan.run(verb, { actor: systemActor(plan.orgId) }),
    };
  }

  outside(project: string): Promise<OutsideLook> {
    return lookOutside(this.parts, 'runProjectChecks', project);
  }

  async outcomes(project: string, actor = this.plan.actor()): Promise<QualityOutcome[]> {
    const outside = await this.outside(project);
    const run = { actor };
    const { outcomes } = await this.plan.run((tx) => inspectProject(tx, project, outside), run);
    return [...outcomes];
  }

  /** Ids of the checks that fail in the project. */
  async failures(project: string): Promise<string[]> {
    return (await this.outcomes(project)).filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);
  }

  /** Changes rows past every trigger but those of the audit trail, and every foreign key, as only a superuser can. */
  async breaking(statement: string, values: unknown[]): Promise<void> {
    await this.plan.rows(`SET session_replication_role = 'replica'`);
    await this.plan.rows(statement, values);
    await this.plan.rows(`SET session_replication_role = 'origin'`);
  }

  /** Changes rows by SQL in the name of a user, with the reason that they gave; the trail says so. */
  async writingAs(userId: string, statement: string, values: unknown[], reason = ''): Promise<void> {
    const act = `SELECT set_config('app.user_id', $1, false), set_config('app.override_reason', $2, false)`;
    await this.plan.rows(act, [userId, reason]);
    await this.plan.rows(statement, values);
    await this.plan.rows(act, [SYSTEM_USER, '']);
  }

  /** Changes rows of a table without its audit trigger. */
  unaudited(table: string, statement: string, values: unknown[]): Promise<void> {
    return this.without('audit_row', table, statement, values);
  }

  /** Changes rows of a table without one of the triggers that nothing else switches off. */
  async without(trigger: string, table: string, statement: string, values: unknown[]): Promise<void> {
    await this.plan.rows(`ALTER TABLE ${table} DISABLE TRIGGER ${trigger}`);
    await this.plan.rows(statement, values);
    await this.plan.rows(`ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${trigger}`);
  }

  /** Changes the bytes of a file where they lie. */
  async overwrite(file: FileKey, content: string): Promise<void> {
    await writeFile(join(this.directory ?? '', pathOfFile(file)), content);
  }

  /** A project in which nothing is wrong: a package with a completed, proven task and one that is planned. */
  async soundProject(): Promise<Sound> {
    const { plan } = this;
    const span = { start_date: '2026-11-02', end_date: '2026-12-04', progress_percent: 50 };
    const project = await plan.project(span);
    const phase = await plan.phase(project, span);
    const spare = await plan.phase(project, { name: 'Spare', order_index: 1 });
    const sparePackage = await plan.workPackage(project, spare, { name: 'Spare' });
    const roof = await plan.workPackage(project, phase, span);
    const cluster = await this.cluster(project);
    const place = { work_package_id: roof, duration_days: 5, quick_class: 'quick_win', cluster_id: cluster };
    const done = await plan.task(project, phase, {
      ...place,
      start_date: '2026-11-02',
      end_date: '2026-11-06',
      status: 'completed',
      progress_percent: 100,
      requires_evidence: true,
    });
    const open = await plan.task(project, phase, {
      ...place,
      start_date: '2026-11-30',
      end_date: '2026-12-04',
    });
    const dropped = await plan.task(project, phase, place);
    const file = await this.file('%PDF-1.7 the proof');
    const accepted = await this.piece(done, 'https://files.test/proof');
    const waiting = await this.piece(open, `s3://pit-local/${plan.orgId}/${file.id}/proof.pdf`, file);
    await this.piece(dropped, 'https://files.test/dropped');
    const review = await plan.insert('evidence_review', {
      evidence_id: accepted,
      reviewer_id: plan.sponsor,
      decision: 'accepted',
    });
    await plan.rows('UPDATE pit.task SET deleted_at = now() WHERE id = $1', [dropped]);
    const told = await this.alert(project, open);
    const records = { project, phase, spare, sparePackage, roof, done, open, dropped };
    return { ...records, accepted, review, waiting, file: file.id, ...told };
  }

  /** A cluster of a template of two tasks; a third may be in it. */
  private async cluster(project: string): Promise<string> {
    const { plan } = this;
    const task = (key: string) => ({ key, name: key });
    const template = await plan.insert('task_cluster_template', {
      name: 'Camera',
      template_json: { formatVersion: 1, tasks: [task('a')], phases: [{ ...task('p'), tasks: [task('b')] }] },
    });
    const origin = { created_by: plan.owner, source_reference_id: template };
    return plan.insert('task_cluster', { project_id: project, name: 'Camera', ...origin });
  }

  /** Puts a file into the store, announced and handed in. */
  private async file(content: string): Promise<{ id: string; sha256: string; size: number }> {
    const bytes = Buffer.from(content);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const file = { id: randomUUID(), sha256, size: bytes.length };
    await this.store.put({ orgId: this.plan.orgId, ...file }, Readable.from([bytes]));
    await this.plan.insertBeside('stored_file', { ...file, handed_in_at: '2026-11-10' });
    return file;
  }

  private piece(
    task: string,
    fileUrl: string,
    { sha256, size }: { sha256: string; size: number } = { sha256: 'a'.repeat(64), size: 10 },
  ): Promise<string> {
    const metadata = { sha256, size, mediaType: 'application/pdf', source: 'scanner' };
    const file = { file_url: fileUrl, file_type: 'document', metadata };
    return this.plan.insert('evidence', { task_id: task, uploaded_by: this.plan.helper, ...file });
  }

  /** An alert of level 1 that somebody was told of. */
  private async alert(project: string, task: string): Promise<{ late: string; message: string }> {
    const { plan } = this;
    const late = await plan.insert('watchdog_alert', {
      project_id: project,
      severity: 'red',
      code: 'task_overdue',
      message: 'Late.',
      data: { level: 1, subject: task, subjectType: 'task' },
    });
    const message = await plan.insert('notification', {
      user_id: plan.owner,
      type: 'internal_message',
      title: 'Late',
      link: `/pit/projects/${project}`,
    });
    return { late, message };
  }
}
