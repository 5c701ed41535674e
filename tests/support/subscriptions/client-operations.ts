/** What every client asks, in the words of its test. */
export const TASK = 'query Task($id: ID!) { task(id: $id) { id name progressPercent } }';
export const CHANGE = `mutation Change($input: UpdateProgressInput!) {
  updateProgress(input: $input) { task { id progressPercent } }
}`;

/** What a client shows of a change to more than 100 percent. */
export const REFUSED = { code: 'BAD_USER_INPUT', field: expect.stringContaining('percent') };
