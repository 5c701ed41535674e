/** A figure before and after; where nothing changes it stands once. */
export function Change({ label, before, after }: { label: string; before: string; after: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {before === after ? (
          after
        ) : (
          <>
            <span class="quiet">{before} → </span>
            <strong>{after}</strong>
          </>
        )}
      </dd>
    </div>
  );
}
