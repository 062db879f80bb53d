/** Names of nodes: `edge/0`, `edge/*`, `edge`, `edge@virginia`, `virginia`, `*`. */

export interface NamedInstance {
  readonly name: string;
  readonly group: string;
  readonly placeName: string;
}

/** @returns indices of the instances that the pattern names; none when it names nothing. */
export function matchInstances(pattern: string, instances: readonly NamedInstance[]): number[] {
  const at = pattern.indexOf('@');
  // A group that is called like a place goes first.
  const isGroup = instances.some(({ group }) => group === pattern);
  const matches = (instance: NamedInstance): boolean => {
    if (pattern === '*' || pattern === instance.name) return true;
    if (at >= 0) {
      return (
        instance.group === pattern.slice(0, at) && instance.placeName === pattern.slice(at + 1)
      );
    }
    if (!isGroup && pattern === instance.placeName) return true;
    return pattern === instance.group || pattern === `${instance.group}/*`;
  };
  return instances.flatMap((instance, index) => (matches(instance) ? [index] : []));
}
