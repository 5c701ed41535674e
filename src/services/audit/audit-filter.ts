/** Conditions on the audit trail by what stands beside its records. */
export { ofProjects, ofRequests, withOverride } from '../../db/queries/audit/audit-filter-query.ts';
