import { readFile } from 'node:fs/promises';
import { ESLint } from 'eslint';
import graphqlEslint from '@graphql-eslint/eslint-plugin';
import { buildSubgraph, type Subgraph } from '../../../schema/build.ts';
import { references } from '../../../schema/references.ts';

let subgraph: Subgraph;

beforeAll(async () => {
  subgraph = await buildSubgraph();
});

test('the printed schema is what is served', async () => {
  const printed = await readFile(new URL('../../../schema/schema.graphql', import.meta.url), 'utf8');
  expect(printed).toBe(subgraph.sdl);
});

test('each entity can be entered by its key, and nothing else can', () => {
  const keyed = [...subgraph.sdl.matchAll(/^type (\w+) .*@key/gm)].map(([, name]) => name);
  expect(Object.keys(references).sort()).toEqual(keyed.sort());
});

test('the schema holds nothing that composers refuse', () => {
  expect(subgraph.schema.getQueryType()?.getFields()).not.toHaveProperty('node');
  expect(subgraph.sdl).not.toContain('@oneOf');
});

/** graphql-eslint's recommended rules, with what a federated schema of records needs otherwise. */
const RULES = {
  ...graphqlEslint.configs['flat/schema-recommended'].rules,
  // Federation's directives are imported by @link and defined by the composers, which check them.
  '@graphql-eslint/known-directives': 'off',
  // The specification names the columns: a task has a `task_type`.
  '@graphql-eslint/no-typename-prefix': 'off',
  // The contract asks for more than the recommendation: nothing stands without a description.
  '@graphql-eslint/require-description': [
    'error',
    {
      types: true,
      rootField: true,
      FieldDefinition: true,
      InputValueDefinition: true,
      EnumValueDefinition: true,
    },
  ],
  // What has an identity has a @key, which composers check. Pages, payloads and computed values have none.
  '@graphql-eslint/strict-id-in-types': 'off',
};

test("graphql-eslint's recommended schema rules hold, and everything is described", async () => {
  const eslint = new ESLint({
    overrideConfigFile: true,
    overrideConfig: {
      files: ['**/*.graphql'],
      plugins: { '@graphql-eslint': graphqlEslint as unknown as ESLint.Plugin },
      languageOptions: {
        parser: graphqlEslint.parser,
        parserOptions: { graphQLConfig: { schema: 'schema/schema.graphql' } },
      },
      rules: RULES as never,
    },
  });
  const [result] = await eslint.lintText(subgraph.sdl, { filePath: 'schema/schema.graphql' });
  expect(result?.messages.map(({ line, ruleId, message }) => `${line} ${ruleId}: ${message}`)).toEqual([]);
});
