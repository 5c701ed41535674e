/** Where the console is. */
export const ROOT = '/console';

/** The value if it is one of those that there are, else another one. */
export function oneOf<Value extends string>(
  values: readonly Value[],
  value: string | null,
  or: Value,
): Value {
  return values.find((each) => each === value) ?? or;
}

/** An address says nothing of what is as usual. */
export function unlessUsual(value: string, usual: string): string {
  return value === usual ? '' : value;
}

/** A path of the console with a query of what is not empty; true stands as a name alone. */
export function address(
  path: string,
  values: Readonly<Record<string, string | boolean | readonly string[]>>,
): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'boolean') {
      if (value) params.append(name, '');
    } else
      for (const each of typeof value === 'string' ? [value] : value)
        if (each !== '') params.append(name, each);
  }
  const query = params.toString().replaceAll(/=(?=&|$)/g, '');
  return `${ROOT}${path}${query === '' ? '' : `?${query}`}`;
}

/** A day, or nothing where it is none. */
export function dayOr(text: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : '';
}
