import { PLAN_PARTS, type PlanPart, type PlanReport } from './apply/plan-report.ts';

const TITLES: Readonly<Record<PlanPart, string>> = {
  phases: 'Phases',
  workPackages: 'Packages',
  tasks: 'Tasks',
  subtasks: 'Subtasks',
  links: 'Links',
};

/** The report of an import as lines of text for a person. */
export function describePlanReport(report: PlanReport): string[] {
  const { projectName, projectId, isNewProject, isDryRun, counts, warnings, warningCount } = report;
  const what = isNewProject ? 'new' : `known, ${projectId}`;
  return [
    ...(isDryRun ? ['Dry run: nothing is stored.'] : []),
    `Project   ${projectName} (${isNewProject && projectId !== null ? `new, ${projectId}` : what})`,
    ...PLAN_PARTS.map((part) => {
      const { made, changed, unchanged, deletedHere, removed } = counts[part];
      const more = removed > 0 ? `, removed ${removed}` : '';
      return `${TITLES[part].padEnd(9)} made ${made}, changed ${changed}, unchanged ${unchanged}, deleted here ${deletedHere}${more}`;
    }),
    ...(warningCount === 0 ? [] : ['', `Warnings: ${warningCount}`]),
    ...report.warningCounts.map(({ kind, count }) => `  ${kind} ${count}`),
    ...warnings.map(({ where, message }) => `  ${where}: ${message}`),
    ...(warningCount > warnings.length ? [`  and ${warningCount - warnings.length} more`] : []),
  ];
}
