import { organisationOf, type CallerContext } from '../caller.ts';
import { SKILLS, type SkillRow } from './catalogue.ts';

/** The caller's organisation sees its own rows and no others, by whatever way a request comes in. */
function skillsOf(context: CallerContext): SkillRow[] {
  const orgId = organisationOf(context);
  return SKILLS.filter((skill) => skill.orgId === orgId).sort((a, b) => a.name.localeCompare(b.name));
}

const findSkill = (context: CallerContext, id: string): SkillRow | null =>
  skillsOf(context).find((skill) => skill.id === id) ?? null;

/** A task or a project as the gateway brings it: `@requires` has PIT's name for it put in. */
interface NamedWork {
  readonly name: string;
}

function skillsFor({ name }: NamedWork, _args: object, context: CallerContext): SkillRow[] {
  const words = name.toLowerCase();
  return skillsOf(context).filter((skill) => skill.askedForBy.some((word) => words.includes(word)));
}

const usersOf = (ids: Iterable<string>) => [...ids].map((id) => ({ id }));

export const resolvers = {
  Query: {
    skill: (_source: unknown, { id }: { id: string }, context: CallerContext) => findSkill(context, id),
    skills: (_source: unknown, _args: object, context: CallerContext) => skillsOf(context),
  },
  Skill: {
    __resolveReference: ({ id }: { id: string }, context: CallerContext) => findSkill(context, id),
    holders: (skill: SkillRow) => usersOf(skill.holderIds),
  },
  Task: {
    requiredSkills: skillsFor,
    suggestedWorkers: (task: NamedWork, args: object, context: CallerContext) =>
      usersOf(new Set(skillsFor(task, args, context).flatMap((skill) => skill.holderIds))),
  },
  Project: { requiredSkills: skillsFor },
  User: {
    skills: ({ id }: { id: string }, _args: object, context: CallerContext) =>
      skillsOf(context).filter((skill) => skill.holderIds.includes(id)),
  },
};
