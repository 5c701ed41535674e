import { getNamedType, isEnumType, isListType, isNonNullType, type GraphQLInputType } from 'graphql';

/** Ids that are in the data, by the names of filters. */
export type Samples = Readonly<Record<string, string>>;

/** Answers the ids, of the caller's organisation. */
export const SAMPLE_SQL = `
  SELECT md5('user1007')::uuid::text AS "userId", md5('division10')::uuid::text AS "divisionId", task.id::text AS "recordId",
    task.project_id::text AS "projectId", task.phase_id::text AS "phaseId", task.work_package_id::text AS "workPackageId"
  FROM pit.task JOIN pit.project ON project.id = task.project_id
  WHERE task.org_id = md5('org1')::uuid AND project.division_id IS NULL AND task.work_package_id IS NOT NULL AND project.code = 'P-5'
  ORDER BY task.id LIMIT 1`;

const WINDOWS: Readonly<Record<string, readonly string[]>> = {
  DateWindow: ['{ from: "2025-03-01", to: "2025-03-03" }', '{ isNull: true }'],
  TimeWindow: ['{ from: "2025-01-01T00:00:00Z", to: "2025-01-01T00:05:00Z" }'],
  IntWindow: ['{ from: 1, to: 4 }', '{ isNull: true }'],
  NullFilter: ['{ isNull: true }', '{ isNull: false }'],
};

const TEXTS: Readonly<Record<string, readonly string[]>> = {
  search: ['"zzqqxx"', '"install"', '"a"', '"東京"'],
  tableName: ['["task"]', '["user"]', '["webhook_endpoint"]'],
  code: ['["P-7"]'],
  email: ['["user7@organisation1.example"]'],
  name: ['["Absent"]'],
  sourceReferenceId: ['["AF-1"]'],
  requestId: ['["request 7"]'],
  ismsCriteriaCode: ['["A.5.1"]'],
  criteriaCode: ['["A.5.1"]'],
  controlGroup: ['["camera_surveillance"]'],
  tag: ['["urgent"]'],
};

const PEOPLE = new Set([
  'ownerId',
  'assigneeId',
  'sponsorId',
  'uploaderId',
  'userId',
  'createdBy',
  'managerId',
]);

/**
 * Values of a filter to measure it with, as GraphQL writes them. A filter of a kind that is not known here is an error: it
 * would go unmeasured.
 */
export function sampleOf(name: string, type: GraphQLInputType, samples: Samples): readonly string[] {
  const named = getNamedType(type);
  const isList = isListType(isNonNullType(type) ? type.ofType : type);
  const listed = (value: string): string => (isList ? `[${value}]` : value);
  if (isEnumType(named)) {
    const values = named.getValues().map((each) => each.name);
    return [...new Set([values[0], values.at(-1)])].map((value) => listed(value as string));
  }
  if (named.name === 'Boolean') return ['true', 'false'].map(listed);
  if (named.name === 'ID') return [listed(`"${samples[PEOPLE.has(name) ? 'userId' : name] ?? ABSENT}"`)];
  const known = WINDOWS[named.name] ?? TEXTS[name];
  if (known !== undefined) return known;
  if (name === 'not') return [];
  throw new Error(`there is no sample for the filter ${name} of type ${named.name}`);
}

/** An id that nothing has. */
const ABSENT = '00000000-0000-4000-8000-000000000000';
