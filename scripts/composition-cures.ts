import type { Conflict } from './composers.ts';

/** What to do about each kind of conflict, for the team whose subgraph is new. */
const CURES: Readonly<Record<string, string>> = {
  SYNTAX_ERROR: 'The file is not GraphQL: correct it at the place named.',
  INVALID_GRAPHQL:
    'Define the type in your subgraph too: each subgraph has to stand on its own. A scalar or enum of PIT is copied as it is, an entity as a stub with its key.',
  INVALID_FIELD_SHARING:
    "Two subgraphs answer the field. If it is PIT's, drop it and keep only the key of the type, or mark it @external where you @require it. If it is a field of PageInfo, User, Organisation, Division or Team, mark it @shareable as PIT does. If it is yours by meaning, give it another name; a field of Query too.",
  FIELD_TYPE_MISMATCH:
    'Take the type that PIT has: names, lists and keys alike. Ids are `ID!`. A field with another meaning needs another name.',
  FIELD_ARGUMENT_TYPE_MISMATCH:
    'Take the argument as PIT has it, or leave it out: what only some subgraphs have is not in the supergraph.',
  REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH:
    'Make the argument optional: where PIT shares a field it does not know your argument.',
  REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH:
    'Give your input a name of its own, or make the field optional.',
  EMPTY_MERGED_INPUT_TYPE:
    'Inputs of one name keep only the fields they share, here none: give yours a name of its own.',
  ENUM_VALUE_MISMATCH:
    "An enum that serves as input and as output must have the same values everywhere: copy it from PIT's SDL as a whole.",
  TYPE_KIND_MISMATCH: 'The name is taken by something of another kind: give yours another name.',
  KEY_INVALID_FIELDS:
    'Use a key that PIT has, such as @key(fields: "id"), and declare its fields in your stub with their types.',
  EXTERNAL_MISSING_ON_BASE:
    "No subgraph answers the field: correct its name after PIT's SDL, or answer it yourself without @external.",
  EXTERNAL_TYPE_MISMATCH: 'Declare the @external field with the type that PIT gives it.',
  SATISFIABILITY_ERROR:
    'The gateway cannot get from PIT to your field: declare the type with @key(fields: "id") (and not `resolvable: false`), and answer `__resolveReference`.',
  FIELD_TAKEN:
    "@override moves a field's answer from PIT to you, for every client of the platform, and PIT's rights, roll-ups and audit no longer stand behind it. Leave the directive out and give your field a name of its own.",
  KEY_MISSING:
    'Declare the type as an entity: `type Task @key(fields: "id") { id: ID! ... }` with a key that PIT has, and answer `__resolveReference`. The fields of the key are then shared by themselves.',
  INTERFACE_OBJECT:
    'PIT has an object type of that name, and no interface: leave @interfaceObject out, and declare the type with PIT\'s key, `@key(fields: "id")`.',
  ENUM_NARROWED:
    "The supergraph takes in inputs only the values that all subgraphs know: copy the enum from PIT's SDL as a whole, or better, do not declare it.",
  UNKNOWN_FEDERATION_LINK_VERSION: 'Link federation v2.9, as PIT does; see the head of its SDL.',
};
const OTHERWISE = "Compare your subgraph with PIT's printed SDL at the place named.";

/** Composers without codes of their own, by their words. */
const WORDED: readonly (readonly [RegExp, string])[] = [
  [/without the "@shareable" directive/, 'INVALID_FIELD_SHARING'],
  [/never defined/, 'INVALID_GRAPHQL'],
  [/merging two instances of field argument/, 'FIELD_ARGUMENT_TYPE_MISMATCH'],
  [
    /merging two instances of field|incompatible types across subgraphs\.\nThe discrep/,
    'FIELD_TYPE_MISMATCH',
  ],
  [/Input field .* is required/, 'REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH'],
  [/defined using incompatible types/, 'TYPE_KIND_MISMATCH'],
  [/directive "@key" .* is invalid/, 'KEY_INVALID_FIELDS'],
  [/"@external" on all instances/, 'EXTERNAL_MISSING_ON_BASE'],
  [/Enum .* (values|input and output)/i, 'ENUM_VALUE_MISMATCH'],
  [/cannot be resolved|unresolvable|not resolvable/i, 'SATISFIABILITY_ERROR'],
];

/** One kind of conflict: its name, its cure, and where the composers found it. */
export interface Diagnosis {
  code: string;
  cure: string;
  findings: { composers: string[]; message: string }[];
}

/** Conflicts by kind. What several composers say in the same words is said once. */
export function diagnose(conflicts: readonly Conflict[]): Diagnosis[] {
  const kinds = new Map<string, Map<string, string[]>>();
  for (const { composer, code, message } of conflicts) {
    const kind = kindOf(code, message);
    const findings = kinds.get(kind) ?? new Map<string, string[]>();
    const composers = findings.get(message) ?? [];
    if (!composers.includes(composer)) findings.set(message, [...composers, composer]);
    kinds.set(kind, findings);
  }
  return [...kinds].map(([code, findings]) => ({
    code,
    cure: CURES[code] ?? OTHERWISE,
    findings: [...findings].map(([message, composers]) => ({ message: place(code, message), composers })),
  }));
}

function kindOf(code: string, message: string): string {
  if (/@interfaceObject\b/.test(message)) return 'INTERFACE_OBJECT';
  if (code in CURES) return code;
  return WORDED.find(([words]) => words.test(message))?.[1] ?? code;
}

/** An unreachable field comes with the longest possible query to it; only the reason at its end matters. */
function place(code: string, message: string): string {
  const reason = code === 'SATISFIABILITY_ERROR' ? message.indexOf('cannot be satisfied') : 0;
  return message.slice(Math.max(0, reason));
}
