import { AuditLogResolver } from './audit.resolver.ts';
import { ProjectHistoryEntryResolver, ProjectHistoryResolver } from './project-history.resolver.ts';

/** The audit trail, and what of it is told to all who see a project. */
export const auditResolvers = [
  AuditLogResolver,
  ProjectHistoryResolver,
  ProjectHistoryEntryResolver,
] as const;
