import { requirement, noRequirement, type Requirement } from './requirement.ts';
import type { CatalogFacts, PartitionFacts, TableFacts, TriggerFacts } from './catalog-facts.ts';
import type { TableSpec } from './specification/table.ts';

const OWN_ORGANISATION = '(org_id = ( SELECT pit_ops.ctx_org() AS ctx_org))';
const SOME_ORGANISATION = '(( SELECT pit_ops.ctx_org() AS ctx_org) IS NOT NULL)';

interface Wall {
  /** What a row must satisfy to be seen, and to be written. */
  readonly sees: string;
  readonly takes: string;
}

/** The tenant itself, and templates that may be the platform's. */
const SPECIAL_WALLS: Readonly<Record<string, Wall>> = {
  organisation: alike('(id = ( SELECT pit_ops.ctx_org() AS ctx_org))'),
  task_cluster_template: {
    sees: `(${OWN_ORGANISATION} OR ((org_id IS NULL) AND ${SOME_ORGANISATION}))`,
    takes: OWN_ORGANISATION,
  },
};

function alike(rule: string): Wall {
  return { sees: rule, takes: rule };
}

/** Tables that plans and scans add to by the hundred: what a statement adds to one is recorded by one statement. */
const ADDED_IN_SETS: ReadonlySet<string> = new Set([
  'phase',
  'work_package',
  'task',
  'subtask',
  'task_dependency',
  'risk_link',
  'control_link',
  'incident_link',
  'audit_link',
  'isms_link',
  'skills_credit',
  'watchdog_alert',
  'notification',
]);

/** Rights by which a change would leave no audit record, or break one. */
const SILENT_RIGHTS = /(TRUNCATE|TRIGGER|REFERENCES|MAINTAIN)$/;

/** Whether the tenant wall stands around a table and every change of it is recorded. */
export function guardRequirements(spec: TableSpec, table: TableFacts): Requirement[] {
  const name = spec.name;
  const demands = [
    requirement(`rls.${name}.enabled`, 'yes', table.rowSecurity ? 'yes' : 'no'),
    requirement(`rls.${name}.forced`, 'yes', table.forcedRowSecurity ? 'yes' : 'no'),
    policyRequirement(name, table),
    requirement(`rls.${name}.owner`, 'pit_owner', table.owner),
    noRequirement(
      `audit.no_silent_change.${name}`,
      table.grants.filter((grant) => SILENT_RIGHTS.test(grant)),
    ),
  ];
  const printed = name === 'user' ? 'pit."user"' : `pit.${name}`;
  if (name !== 'audit_log') demands.push(...auditRequirements(name, printed, table));
  if (spec.appendOnly) {
    const call = `FOR EACH ROW EXECUTE FUNCTION pit_ops.refuse_change('${printed}')`;
    demands.push(
      triggerRequirement(`audit.append_only.${name}`, `BEFORE DELETE OR UPDATE ON ${printed} ${call}`, table),
    );
  }
  if ('updated_at' in spec.columns) demands.push(versionRequirement(name, printed, table));
  return demands;
}

/** RESTRICTIVE, so that no other policy opens it; FOR ALL TO PUBLIC, so that it leaves out no command and no role. */
function policyRequirement(name: string, table: TableFacts): Requirement {
  const { sees, takes } = SPECIAL_WALLS[name] ?? alike(OWN_ORGANISATION);
  const wall = `AS RESTRICTIVE FOR ALL TO public USING ${sees} WITH CHECK ${takes}`;
  const like = table.policies.find((policy) => policy.startsWith('AS RESTRICTIVE FOR ALL'));
  return requirement(`rls.${name}.wall`, wall, table.policies.includes(wall) ? wall : like);
}

/** That every row which comes, changes or goes leaves a record. */
function auditRequirements(name: string, printed: string, table: TableFacts): Requirement[] {
  const demand = `audit.trigger.${name}`;
  const each = (events: string): string =>
    `AFTER ${events} ON ${printed} FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('${name}')`;
  if (!ADDED_IN_SETS.has(name)) {
    return [triggerRequirement(demand, each('INSERT OR DELETE OR UPDATE'), table)];
  }
  const added =
    `AFTER INSERT ON ${printed} REFERENCING NEW TABLE AS new_rows ` +
    `FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.audit_inserted('${name}')`;
  return [
    triggerRequirement(demand, each('DELETE OR UPDATE'), table),
    triggerRequirement(`${demand}.added`, added, table),
  ];
}

/** ALWAYS: also where replication has switched ordinary triggers off. */
function triggerRequirement(name: string, definition: string, table: TableFacts): Requirement {
  return requirement(name, `${definition}, always`, describeTrigger(triggerLike(definition, table)));
}

/** `updated_at` names a version of the row: it rises with every change, whatever the writer says. */
function versionRequirement(name: string, printed: string, table: TableFacts): Requirement {
  const definition = `BEFORE UPDATE ON ${printed} FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_row()`;
  return requirement(
    `timestamps.${name}.updated_at.kept`,
    `${definition}, enabled`,
    describeTrigger(triggerLike(definition, table)),
  );
}

/** The trigger asked for; failing that, one that calls the same function. */
function triggerLike(definition: string, table: TableFacts): TriggerFacts | undefined {
  const called = definition.slice(definition.indexOf('EXECUTE'), definition.indexOf('('));
  return (
    table.triggers.find((trigger) => trigger.definition === definition) ??
    table.triggers.find((trigger) => trigger.definition.includes(called))
  );
}

function describeTrigger(trigger: TriggerFacts | undefined): string | undefined {
  return trigger && `${trigger.definition}, ${trigger.state}`;
}

/**
 * That a partitioned table has partitions for today and a year from now, and that nobody reaches one past its parent.
 *
 * @param today civil date.
 */
export function partitionRequirements(spec: TableSpec, table: TableFacts, today: string): Requirement[] {
  if (spec.partitionedBy === undefined) return [];
  const inAYear = `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`;
  const has = (day: string): string =>
    table.partitions.some((each) => covers(each, day)) ? 'present' : 'missing';
  return [
    requirement(`partitions.${spec.name}.key`, `RANGE (${spec.partitionedBy})`, table.partitionKey ?? 'none'),
    requirement(`partitions.${spec.name}.today`, 'present', has(today)),
    requirement(`partitions.${spec.name}.in_a_year`, 'present', has(inAYear)),
    noRequirement(
      `partitions.${spec.name}.closed`,
      table.partitions.flatMap((each) => each.grantees.map((role) => `${each.name} to ${role}`)),
    ),
  ];
}

function covers(partition: PartitionFacts, day: string): boolean {
  return partition.from !== null && partition.to !== null && partition.from <= day && day < partition.to;
}

const BOUND_ROLES = ['pit_app', 'pit_foreman', 'pit_owner'];

/** Roles under which the wall holds, whoever logs in as the application, and views that do not lead around it. */
export function accessRequirements(facts: CatalogFacts): Requirement[] {
  const roles = new Map(facts.roles.map((role) => [role.name, role]));
  const names = new Set([...BOUND_ROLES, ...roles.keys()]);
  const demands = [...names].flatMap((name) => {
    const role = roles.get(name);
    if (role === undefined) return [requirement(`roles.${name}.bound`, 'none', undefined)];
    return [
      noRequirement(`roles.${name}.bound`, role.unboundBy),
      noRequirement(`roles.${name}.inherits`, role.inherits),
    ];
  });
  return [...demands, noRequirement('rls.views', facts.openViews)];
}

/** Section 16: no orphan phase, work package, task or subtask. */
export function orphanRequirements(tables: readonly string[], facts: CatalogFacts): Requirement[] {
  return tables.map((name) => requirement(`orphans.${name}`, '0', facts.orphans[name]?.toString()));
}

/** What is kept of projects and tasks beside them is what they, and what they consist of, come to. */
export function figureRequirements(facts: CatalogFacts): Requirement[] {
  return [
    requirement('figures.project', '0', facts.wrongFigures?.toString()),
    requirement('orders.task', '0', facts.wrongTaskOrders?.toString()),
    requirement('orders.project', '0', facts.wrongProjectOrders?.toString()),
    requirement('texts.task', '0', facts.wrongTaskTexts?.toString()),
    requirement('access.project', '0', facts.wrongAccess?.toString()),
    requirement('figures.risk_impact_score', '0', facts.wrongRiskScores?.toString()),
  ];
}
