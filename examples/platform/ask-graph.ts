/** What an operation is asked with besides its text. */
export interface Asking {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/**
 * Posts one operation and returns its data.
 * @throws Error with the messages when the answer carries errors, or is none.
 */
export async function askGraph<Data>(url: string, query: string, asking: Asking = {}): Promise<Data> {
  const { token, headers = {}, variables = {} } = asking;
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...headers,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  const answer = (await response.json()) as { data?: Data | null; errors?: readonly { message: string }[] };
  if (answer.errors === undefined && answer.data != null) return answer.data;
  const said = answer.errors?.map(({ message }) => message).join('; ') ?? `status ${response.status}`;
  throw new Error(`${url} answered: ${said}`);
}
