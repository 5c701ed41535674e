import { IS_OVERRIDING, SEES_ALL, SEES_ALL_IN_LINE } from './visibility.ts';

/** Who has work in which project, counted. */
export const TABLE = 'pit_ops.project_access';

/** Which subtasks are counted, and for whom and where. */
export const SUBTASK_TABLE = 'pit_ops.subtask_access';

/** Tables by whose rows people have work in a project. */
export const WORK_TABLES = ['pit.task', 'pit.subtask', 'pit.phase', 'pit.work_package'] as const;

/**
 * Why an actor sees a project by what stands in its own row; an index serves each of them. Policies and functions are made
 * of this one list, so that they cannot come to say different things.
 */
const ROW_REASONS = [
  'project.division_id IS NULL',
  'project.division_id = ANY ((SELECT pit_ops.ctx_divs())::uuid[])',
  'project.owner_id = (SELECT pit_ops.ctx_user())',
  'project.sponsor_id = (SELECT pit_ops.ctx_user())',
];

const anyOf = (rules: readonly string[]): string => rules.join('\n  OR ');

/** That the actor has work in the project of the row. Looked up by key, and only for a project that nothing before shows. */
const HAS_WORK = `EXISTS (SELECT FROM ${TABLE} AS mine
    WHERE mine.user_id = (SELECT pit_ops.ctx_user()) AND mine.project_id = project.id OFFSET 0)`;

/** What a project must fulfil to be seen by the application: cheapest first. */
export const PROJECT_RULE = anyOf([SEES_ALL, ...ROW_REASONS, HAS_WORK]);

// Row security, which confines the policies to one organisation, does not bind the functions below: they say it themselves.
const OURS = 'org_id = (SELECT pit_ops.ctx_org())';
const SEES_ALL_OF_ORGANISATION = SEES_ALL_IN_LINE.replace('WHERE ', `WHERE division.${OURS} AND `);

const OURS_ALONE = `STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp`;

/** The rule of a project for functions that read past its policies. */
export const SEES_PROJECT = `
  CREATE OR REPLACE FUNCTION pit_ops.sees_project(plan uuid) RETURNS boolean LANGUAGE sql ${OURS_ALONE}
    RETURN EXISTS (SELECT FROM pit.project WHERE project.id = plan AND project.${OURS} AND (
      (SELECT pit_ops.ctx_role()) = 'service' OR ${IS_OVERRIDING} OR ${anyOf([...ROW_REASONS, HAS_WORK])}));`;

const projects = (rule: string, limit = ''): string =>
  `SELECT project.id FROM pit.project WHERE project.${OURS} AND ${rule} ${limit}`;
const PROJECTS_OF_WORK = `SELECT mine.project_id FROM ${TABLE} AS mine
      WHERE mine.${OURS} AND mine.user_id = (SELECT pit_ops.ctx_user())`;
const SEES_EVERYTHING = `(${SEES_ALL_OF_ORGANISATION} OR ${IS_OVERRIDING})`;

/**
 * Every project that the actor sees, each reason by its own index: in a list of what belongs to projects it changes no row,
 * and lets the planner begin with the projects. All of the organisation's for whom nothing is hidden from, so that a list
 * which is driven by it by mistake still lacks nothing.
 */
export const FEW_PROJECTS = `
  CREATE FUNCTION pit_ops.ctx_few_projects() RETURNS SETOF uuid LANGUAGE sql PARALLEL SAFE ROWS 20 ${OURS_ALONE}
    BEGIN ATOMIC
      ${[...ROW_REASONS, SEES_EVERYTHING].map((rule) => projects(rule)).join('\n      UNION ')}
      UNION ${PROJECTS_OF_WORK};
    END;
  COMMENT ON FUNCTION pit_ops.ctx_few_projects() IS
    'All projects that the actor sees, as the policies of pit.project say; for actors who see few.';`;

const BEYOND = 'LIMIT most + 1';
const [OPEN_TO_ALL, , ...OF_PEOPLE] = ROW_REASONS;

/**
 * Each reason is asked for one more than would do, and each division by itself: whoever sees a hundred thousand costs as much
 * as whoever sees a hundred.
 */
export const SEES_FEW = `
  CREATE FUNCTION pit_ops.ctx_sees_few(most integer) RETURNS boolean LANGUAGE sql ${OURS_ALONE}
    RETURN NOT ${SEES_EVERYTHING} AND (SELECT count(DISTINCT found.id) <= most FROM (
      (${projects(OPEN_TO_ALL ?? '', BEYOND)})
      UNION ALL (SELECT there.id FROM unnest(pit_ops.ctx_divs()) AS division (id) CROSS JOIN LATERAL
        (SELECT project.id FROM pit.project WHERE project.${OURS} AND project.division_id = division.id ${BEYOND}) AS there)
      ${OF_PEOPLE.map((rule) => `UNION ALL (${projects(rule, BEYOND)})`).join('\n      ')}
      UNION ALL (${PROJECTS_OF_WORK} ${BEYOND})) AS found (id));
  COMMENT ON FUNCTION pit_ops.ctx_sees_few(integer) IS
    'Whether something is hidden from the actor, who sees at most so many projects.';`;
