/** Marks a place that no value can reach; a union that grows stops compiling here. */
export function assertNever(value: never): never {
  throw new Error(`isorule bug: unexpected variant ${JSON.stringify(value)}`);
}
