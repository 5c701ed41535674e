import { visit, type ConstDirectiveNode, type DocumentNode } from 'graphql';
import {
  PERMISSIONS,
  RESTRICTED_QUERIES,
  rolesOf,
  scopeOf,
  type Verb,
} from '../src/domain/directory/permissions.ts';
import { ActorRole } from '../src/domain/enums.ts';
import { directive, withDirectives } from './syntax.ts';

const EVERYONE = Object.values(ActorRole);

/**
 * Says of each root field that is not for every role which scopes a token needs, one of them being enough. A router
 * that heeds `@requiresScopes` may refuse by it early; whoever gets through is asked again by us, for a role is not
 * all that a permission rests on.
 */
export function withScopes(document: DocumentNode): DocumentNode {
  return visit(document, {
    ObjectTypeDefinition: (type) => {
      const name = type.name.value;
      if (name !== 'Query' && name !== 'Mutation') return false;
      return {
        ...type,
        fields: type.fields?.map((field) => withDirectives(field, ...scopesOf(name, field.name.value))),
      };
    },
  });
}

function scopesOf(type: 'Query' | 'Mutation', field: string): ConstDirectiveNode[] {
  const roles = type === 'Query' ? rolesOfQuery(field) : isVerb(field) ? rolesOf(field) : EVERYONE;
  if (roles.length === EVERYONE.length) return [];
  return [directive('requiresScopes', { scopes: roles.map((role) => [scopeOf(role)]) })];
}

function rolesOfQuery(field: string): readonly ActorRole[] {
  const restricted = new Map<string, readonly ActorRole[]>(Object.entries(RESTRICTED_QUERIES));
  return restricted.get(field) ?? EVERYONE;
}

function isVerb(field: string): field is Verb {
  return Object.hasOwn(PERMISSIONS, field);
}
