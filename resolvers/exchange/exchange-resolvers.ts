import { calendarFeedResolvers } from './calendar-feed.ts';
import { projectExportResolvers } from './plan-export.ts';
import { planImportResolvers } from './plan-import.mutations.ts';

/** The resolvers of plans that come in and go out. */
export const exchangeResolvers = [
  ...planImportResolvers,
  ...projectExportResolvers,
  ...calendarFeedResolvers,
] as const;
