import { randomUUID } from 'node:crypto';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

/** A project of a division with one task, and a team with one member, who has nothing to do with it yet. */
export class TeamWorld {
  division = '';
  team = '';
  member: Actor;
  project = '';
  phase = '';
  workPackage = '';
  task = '';

  private constructor(readonly api: PlanGraph) {
    this.member = api.plan.actor();
  }

  static async open(): Promise<TeamWorld> {
    const world = new TeamWorld(await PlanGraph.open());
    world.division = await world.plan.insert('division', { id: randomUUID(), name: 'North' });
    return world;
  }

  close(): Promise<void> {
    return this.api.close();
  }

  get plan() {
    return this.api.plan;
  }

  async begin(): Promise<void> {
    this.member = await this.person();
    this.team = await this.crew([this.member.userId]);
    this.project = await this.plan.project({ name: 'Bridge', division_id: this.division });
    this.phase = await this.plan.phase(this.project);
    this.workPackage = await this.plan.workPackage(this.project, this.phase);
    const place = { name: 'Paint', work_package_id: this.workPackage };
    this.task = await this.plan.task(this.project, this.phase, place);
  }

  /** Somebody of no division. */
  async person(): Promise<Actor> {
    const id = randomUUID();
    await this.plan.insert('user', { id, name: 'Person', email: `${id}@example.test`, role: 'member' });
    return { ...this.plan.actor(id), divisionIds: [] };
  }

  async crew(members: readonly string[]): Promise<string> {
    const id = randomUUID();
    await this.plan.insert('team', { id, name: 'Crew', manager_id: this.plan.sponsor });
    for (const user of members) await this.join(id, user);
    return id;
  }

  join(team: string, user: string): Promise<string> {
    return this.plan.insert('team_membership', { team_id: team, user_id: user, role: 'member' });
  }

  /** As it is stored, whoever may. */
  give(team: string, node: object, role = 'assignee'): Promise<string> {
    return this.plan.insertBeside('team_assignment', {
      ...{ team_id: team, project_id: this.project, role },
      ...node,
    });
  }

  readonly owner = (): Actor => this.plan.actor();
  readonly admin = (): Actor => ({ ...this.plan.actor(this.plan.helper, 'admin'), divisionIds: ['*'] });

  readonly assign = (more: object = { taskId: this.task }) =>
    this.api.done('assignTeam', { teamId: this.team, ...more }, 'task { id }', this.owner());

  readonly unassign = (more: object = { taskId: this.task }) =>
    this.api.done('unassignTeam', { teamId: this.team, ...more }, '__typename', this.owner());

  async read<T>(query: string, who: Actor, variables: Record<string, unknown> = {}): Promise<T> {
    const { data, errors } = await this.api.graph.ask(who, query, variables);
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data as T;
  }

  readonly sees = async (who: Actor, project = this.project): Promise<boolean> =>
    (await this.read<{ project: object | null }>(`{ project(id: "${project}") { id } }`, who)).project !==
    null;

  readonly titlesFor = async ({ userId }: Actor): Promise<string[]> => {
    const sql = 'SELECT title FROM pit.notification WHERE user_id = $1 ORDER BY title';
    return (await this.plan.rows<{ title: string }>(sql, [userId])).map(({ title }) => title);
  };
}
