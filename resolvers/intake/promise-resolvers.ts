import { acceptanceResolvers } from './acceptance.resolver.ts';
import { extensionResolvers } from './extension.resolver.ts';

/** All about the days that work answers for, and about what is accepted until a day. */
export const promiseResolvers = [...acceptanceResolvers, ...extensionResolvers] as const;
