/**
 * Why the service or a command does not start, where whoever starts it can cure that: one sentence that names the setting
 * and the cure. Where in our code it was said is no help to them, so that it is shown without a stack.
 */
export class StartRefusal extends Error {
  override readonly name = 'StartRefusal';
}
