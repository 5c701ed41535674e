import { composeServices } from '@apollo/composition';
import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
  getNamedType,
  getNullableType,
  parse,
  valueFromASTUntyped,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
} from 'graphql';
import { buildSubgraph, type Subgraph } from '../../../schema/build.ts';
import {
  may,
  PERMISSIONS,
  RELATIONS,
  RESTRICTED_QUERIES,
  type Verb,
} from '../../../src/domain/directory/permissions.ts';
import { ActorRole } from '../../../src/domain/enums.ts';

interface Place {
  type: GraphQLObjectType;
  field: GraphQLField<unknown, unknown>;
  coordinate: string;
}

let subgraph: Subgraph;
let places: Place[];
let types: GraphQLNamedType[];

beforeAll(async () => {
  subgraph = await buildSubgraph();
  // What federation adds by itself, underscored or of its specification, is no part of our contract.
  types = Object.values(subgraph.schema.getTypeMap()).filter(
    (type) => !type.name.includes('_') && !isSpecifiedScalarType(type),
  );
  places = types.filter(isObjectType).flatMap((type) =>
    Object.values(type.getFields())
      .filter(({ name }) => !name.startsWith('_'))
      .map((field) => ({ type, field, coordinate: `${type.name}.${field.name}` })),
  );
});

/** The arguments of each use of a directive. */
function uses(
  node: GraphQLNamedType | GraphQLField<unknown, unknown>,
  name: string,
): Record<string, unknown>[] {
  return (node.astNode?.directives ?? [])
    .filter((each) => each.name.value === name)
    .map((each) =>
      Object.fromEntries(
        (each.arguments ?? []).map((argument) => [argument.name.value, valueFromASTUntyped(argument.value)]),
      ),
    );
}

function tags(node: GraphQLNamedType | GraphQLField<unknown, unknown>): unknown[] {
  return uses(node, 'tag').map(({ name }) => name);
}

/** The lists that a connection, or a page, gives its rows in: sized by the field that leads to it. */
function isRows({ type, field }: Place): boolean {
  return /(Connection|Page)$/.test(type.name) && ['edges', 'nodes'].includes(field.name);
}

test('every list of the schema has a list size', () => {
  const lists = places.filter(({ field }) => isListType(getNullableType(field.type)));
  expect(lists.length).toBeGreaterThanOrEqual(50);
  const unsized = lists.filter((place) => !isRows(place) && uses(place.field, 'listSize').length !== 1);
  expect(unsized.map(({ coordinate }) => coordinate)).toEqual([]);
});

test('the rows of every connection are sized by the field that leads to it', () => {
  const connections = places.filter(({ field }) => getNamedType(field.type).name.endsWith('Connection'));
  expect(connections.length).toBeGreaterThan(20);
  for (const { field } of connections) {
    const slicing = ['first', 'last'].filter((name) => field.args.some((arg) => arg.name === name));
    expect(slicing).toContain('first');
    expect(uses(field, 'listSize')).toEqual([
      {
        slicingArguments: slicing,
        sizedFields: ['edges', 'nodes'],
        requireOneSlicingArgument: false,
      },
    ]);
  }
});

test('the rows of every page without edges are sized by the field that leads to it', () => {
  const pages = places.filter(({ field }) => getNamedType(field.type).name.endsWith('Page'));
  expect(pages.length).toBeGreaterThanOrEqual(4);
  for (const { coordinate, field } of pages) {
    const sized = { slicingArguments: ['first'], sizedFields: ['nodes'], requireOneSlicingArgument: false };
    const usual = { assumedSize: expect.any(Number) as number };
    expect([coordinate, uses(field, 'listSize')]).toEqual([coordinate, [{ ...usual, ...sized }]]);
  }
});

test('every field is for somebody, by its own tag or that of its type, and for one audience alone', () => {
  const audiences = places.map(({ type, field, coordinate }) => ({
    coordinate,
    audience: [...tags(type), ...tags(field)].join(),
  }));
  expect(audiences.filter(({ audience }) => audience !== 'public' && audience !== 'internal')).toEqual([]);
  const others = types.filter(
    (type) => isEnumType(type) || isInputObjectType(type) || isScalarType(type) || isUnionType(type),
  );
  for (const type of others)
    expect([type.name, tags(type)]).toEqual([type.name, [expect.stringMatching(/^(public|internal)$/)]]);
});

test('what others may add to carries no tag that would speak for them', () => {
  const shared = types.filter(
    (type) =>
      ['Query', 'Mutation', 'Subscription', 'PageInfo'].includes(type.name) || uses(type, 'key').length > 0,
  );
  expect(shared.length).toBeGreaterThan(20);
  expect(shared.filter((type) => tags(type).length > 0).map(({ name }) => name)).toEqual([]);
});

test('the public graph is whole: no public field leads to what is internal', () => {
  const isInternal = (name: string) => {
    const type = subgraph.schema.getType(name);
    return type !== undefined && tags(type).includes('internal');
  };
  const open = places.filter(({ type, field }) => [...tags(type), ...tags(field)].includes('public'));
  const leaks = open.filter(({ field }) =>
    [field.type, ...field.args.map(({ type }) => type)].some((type) => isInternal(getNamedType(type).name)),
  );
  expect(leaks.map(({ coordinate }) => coordinate)).toEqual([]);
});

test('internals are these, and no others without a look at this list', () => {
  const internal = places.filter(({ field }) => tags(field).includes('internal'));
  expect(internal.map(({ coordinate }) => coordinate).sort()).toEqual([
    'Mutation.applyQaFixes',
    'Mutation.runProjectChecks',
    'Mutation.syncDirectory',
    'Project.qaResults',
    'Project.qualityCheckedAt',
    'Project.timelineCaches',
    'Query.adviceUsage',
    'Query.auditLog',
    'Query.deliveries',
    'Query.previewQaFixes',
    'Query.qualityChecks',
    'Query.serviceStatus',
    'Query.verifyAuditTrail',
    'Query.watchdogScanLogs',
    'Query.webhooks',
  ]);
});

test('clients of the supergraph do not see what is inaccessible, and see the rest', () => {
  const { schema } = composeServices([
    { name: 'pit', url: 'http://pit.invalid', typeDefs: parse(subgraph.sdl) },
  ]);
  const api = schema?.toAPISchema().toGraphQLJSSchema();
  const seen = (name: string) => api?.getType(name);
  const gone = types.filter(({ name }) => seen(name) === undefined);
  expect(gone.map(({ name }) => name).sort()).toEqual([
    'DirectoryDivision',
    'DirectoryMembership',
    'DirectoryOrganisation',
    'DirectoryTeam',
    'DirectoryUser',
    'OrganisationSettingsInput',
    'SyncDirectoryInput',
    'SyncDirectoryPayload',
    'TimelineCache',
  ]);
  const hidden = places.filter(({ type, field }) => {
    const of = seen(type.name);
    return isObjectType(of) && of.getFields()[field.name] === undefined;
  });
  expect(hidden.map(({ coordinate }) => coordinate).sort()).toEqual([
    'Mutation.syncDirectory',
    'Project.timelineCaches',
  ]);
});

test('a field of an interface costs what it costs on each type behind it', () => {
  const interfaces = types.filter(isInterfaceType);
  expect(interfaces.map(({ name }) => name).sort()).toEqual(['PlanNode', 'WorkItem']);
  const costOf = (of: GraphQLField<unknown, unknown> | undefined) =>
    of && [uses(of, 'cost'), uses(of, 'listSize')];
  for (const type of interfaces) {
    for (const member of subgraph.schema.getPossibleTypes(type)) {
      for (const field of Object.values(type.getFields()))
        expect([member.name, field.name, costOf(field)]).toEqual([
          member.name,
          field.name,
          costOf(member.getFields()[field.name]),
        ]);
    }
  }
});

test('what is computed or counted says what it costs', () => {
  const costs = new Map(places.map(({ field, coordinate }) => [coordinate, uses(field, 'cost')[0]]));
  for (const coordinate of [
    'Project.health',
    'Risk.mitigationAchievedPercent',
    'Control.implementationPercent',
    'Incident.actionsComplete',
    'AuditFinding.closeReady',
    'Query.verifyAuditTrail',
    'Mutation.createTasks',
  ]) {
    expect([coordinate, costs.get(coordinate)]).toEqual([coordinate, { weight: expect.any(Number) }]);
  }
  const counted = places.filter(({ field }) => field.name === 'totalCount');
  expect(counted.length).toBeGreaterThanOrEqual(15);
  for (const { field } of counted) expect(uses(field, 'cost')).toEqual([{ weight: 1 }]);
});

/** The scopes of which one is enough, or undefined where none is needed. */
function scopesOf(root: 'Query' | 'Mutation', name: string): string[] | undefined {
  const place = places.find(({ coordinate }) => coordinate === `${root}.${name}`);
  const [directive] = uses((place as Place).field, 'requiresScopes');
  return (directive?.['scopes'] as string[][] | undefined)?.map((all) => all.join(' '));
}

const ROLES = Object.values(ActorRole);
const VERBS = Object.keys(PERMISSIONS) as Verb[];

test.each(VERBS)(
  'the mutation %s wants the scope of each role that may do it under some circumstances, and no other',
  (verb) => {
    const able = ROLES.filter((role) =>
      [[], ...RELATIONS.map((each) => [each])].some((relations) =>
        [undefined, 'a reason'].some((overrideReason) => may(verb, { role, relations, overrideReason })),
      ),
    );
    const expected = able.length === ROLES.length ? undefined : able.map((role) => `pit:role:${role}`);
    expect(scopesOf('Mutation', verb)).toEqual(expected);
  },
);

test('scopes are wanted nowhere else but at the queries that a role is refused', () => {
  const scoped = places.filter(({ field }) => uses(field, 'requiresScopes').length > 0);
  const queries = scoped.filter(({ type }) => type.name !== 'Mutation');
  expect(queries.map(({ coordinate }) => coordinate).sort()).toEqual(
    Object.keys(RESTRICTED_QUERIES)
      .map((name) => `Query.${name}`)
      .sort(),
  );
  expect(scopesOf('Query', 'watchdogScanLogs')).toEqual(['pit:role:foreman', 'pit:role:service']);
});
