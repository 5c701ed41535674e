import type { ComponentChildren } from 'preact';
import { ProjectIdByCodeDocument } from '../operations.ts';
import { NothingHere } from '../help/nothing-here.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { useAsk } from '../state/use-ask.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A page of a project that its address names by id or code. */
export function ByCode({ name, children }: { name: string; children: (id: string) => ComponentChildren }) {
  const isId = UUID.test(name);
  const asked = useAsk(ProjectIdByCodeDocument, isId ? null : { code: name });
  if (isId) return <>{children(name)}</>;
  if (asked.error !== null) return <Failed error={asked.error} onAgain={asked.reload} />;
  if (asked.data === null) return <Loading />;
  const found = asked.data.projectByCode;
  return found === null ? <NothingHere /> : <>{children(found.id)}</>;
}
